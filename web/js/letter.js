/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Shows a letter as it will arrive while it is written. The words in braces and what they stand for
 * are in the page; without script the button «Show me the letter» does the same.
 */
function fill(text, words) {
	return text.replaceAll(/ ?\{(\w+)\}/g, (whole, word) => {
		if (!(word in words))
			return whole;
		return words[word] || word !== "name" ? whole.replace(`{${word}}`, words[word]) : "";
	});
}

const preview = document.querySelector("[data-letter]");
if (preview) {
	const words = { ...preview.dataset };
	for (const to of preview.querySelectorAll("[data-of]")) {
		const field = document.getElementById(to.dataset.of);
		const show = () => { to.textContent = fill(field.value, words); };
		field.addEventListener("input", show);
		addEventListener("pageshow", show);
	}
}
