// Recovery codes on paper. Without this script, the browser's own command prints them.
for (const button of document.querySelectorAll("[data-recovery-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
