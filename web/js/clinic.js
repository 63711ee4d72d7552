/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Two helps of the clinic. A page that says it is waiting looks again by itself until it is not. And
 * on the picture of a page its owner taps a word: a found one is ticked or let go, any other goes
 * into the field for words that are covered, too. The list and the field do the same without this.
 */
const LOOK_EVERY = 2000;
const waiting = document.querySelector("[data-waiting]");

async function look() {
	try {
		const answer = await fetch(location.href, { headers: { accept: "text/html" } });
		const page = new DOMParser().parseFromString(await answer.text(), "text/html");
		if (answer.ok && page.querySelector("[data-waiting]")) {
			setTimeout(look, LOOK_EVERY);
			return;
		}
		location.reload();
	} catch {
		setTimeout(look, LOOK_EVERY * 5);
	}
}

if (waiting)
	setTimeout(look, LOOK_EVERY);

const box = (place) => document.querySelector(`input[name="on"][value="${place}"]`);

function paint(place) {
	for (const mark of document.querySelectorAll(`[data-cover="${place}"]`))
		mark.classList.toggle("off", !box(place).checked);
}

function tap(mark) {
	const place = mark.dataset.cover, also = document.getElementById("also");
	if (place !== undefined) {
		box(place).checked = !box(place).checked;
		paint(place);
		return;
	}
	const word = mark.dataset.word, lines = also.value.split("\n").filter((line) => line.trim());
	const had = lines.indexOf(word);
	if (had < 0)
		lines.push(word);
	else
		lines.splice(had, 1);
	also.value = lines.join("\n");
	for (const same of document.querySelectorAll("[data-word]"))
		same.classList.toggle("on", lines.includes(same.dataset.word));
	also.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const mark of document.querySelectorAll("svg [data-cover], svg [data-word]"))
	mark.addEventListener("click", () => tap(mark));
for (const field of document.querySelectorAll('input[name="on"]')) {
	field.addEventListener("change", () => paint(field.value));
	paint(field.value);
}
