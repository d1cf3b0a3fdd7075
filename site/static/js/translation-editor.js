// The two texts of wagtail-localize's translation editor that are in no catalogue of its own.

const editor = document.querySelector(".js-translation-editor");
const words = document.getElementById("translation-editor-words");

if (editor && words) {
  const { heading, more, ofLibrary } = JSON.parse(words.textContent);
  const said = new Map([
    [ofLibrary, heading],
    ["More actions", more],
  ]);

  // The editor writes these texts once, when it first shows a tab or a menu.
  const translate = (root) => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = said.get(texts.currentNode.data);
      if (text && text !== texts.currentNode.data) texts.currentNode.data = text;
    }
  };

  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) addedNodes.forEach(translate);
  }).observe(editor, { childList: true, subtree: true });
  translate(editor);
}
