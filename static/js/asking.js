// Asks the site for something while the page stays.

// Read from the cookie each time: signing in again in another tab makes a new one.
export const token = () => document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1] ?? "";

// The answer; null where the site does not answer, refuses, or leads elsewhere, as to the page for signing in.
export async function ask(address, { headers, ...more } = {}) {
  const asked = { ...more, headers: { "X-Requested-With": "fetch", ...headers } };
  const answer = await fetch(address, asked).catch(() => null);
  return answer?.ok && !answer.redirected ? answer : null;
}

export async function askForPage(address) {
  const answer = await ask(address);
  const html = answer && (await answer.text().catch(() => null)); // the page is left, perhaps
  return html === null ? null : new DOMParser().parseFromString(html, "text/html");
}
