// Copies of what is typed, kept in this browser until the server has it.

// Each page that is open keeps copies of its own: two tabs on one question keep both texts.
const PAGE = Date.now().toString(36) + Math.random().toString(36).slice(2);

export class Copy {
  constructor(subject, name = "") {
    this.subject = `draft:${subject}`;
    this.key = `${this.subject}#${PAGE}${name}`;
    this.isKept = false;
  }

  // Storage may be full or forbidden; then the page says that nothing is kept.
  write(content) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ ...content, at: new Date().toISOString() }));
      this.isKept = true;
    } catch {
      this.isKept = false;
    }
  }

  drop(key = this.key) {
    try {
      localStorage.removeItem(key);
    } catch { /* then there is none */ }
    if (key === this.key) this.isKept = false;
  }

  // What pages that are closed, or other tabs, keep of the same question; the latest comes first.
  others() {
    try {
      const keys = Object.keys(localStorage).filter((key) => key === this.subject || key.startsWith(`${this.subject}#`));
      return keys
        .filter((key) => key !== this.key)
        .map((key) => ({ key, ...JSON.parse(localStorage.getItem(key)) }))
        .sort((a, b) => (a.at < b.at ? 1 : -1));
    } catch {
      return [];
    }
  }

  get words() {
    return this.isKept ? "Your text is kept in this browser." : "This browser does not keep it: leave this page open.";
  }
}
