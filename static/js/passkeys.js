// Passkeys are allauth's scripts; this shows their buttons where the browser knows passkeys, and says
// in words when one did not work.

const MESSAGES = {
  NotAllowedError: "No passkey was used. Try again, or sign in another way.",
  InvalidStateError: "This passkey is set up already.",
  SecurityError: "Passkeys work only at the site’s own address, over HTTPS.",
};

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const place = document.getElementById("passkey-problem");
  place.textContent = MESSAGES[event.detail.exception.name] ?? "The passkey did not work. Try again.";
  place.hidden = false;
});

if (window.PublicKeyCredential) {
  for (const id of ["passkey_login", "passkey_add", "passkey_use"]) {
    document.getElementById(id)?.removeAttribute("hidden");
  }
}
