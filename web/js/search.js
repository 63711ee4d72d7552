/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A form marked data-find searches while one types: its own page is asked for, and what that found
 * takes the place of what stands here. Without script the form's button does the same.
 */
const PAUSE = 200;
const form = document.querySelector("form[data-find]");
const found = form && document.getElementById(form.dataset.find);
let timer, turn = 0;

async function look() {
	const mine = ++turn;
	const url = new URL(form.action);
	url.search = new URLSearchParams(new FormData(form));
	/* What is asked for while somebody types is no further view of the page. */
	url.searchParams.set("quiet", "1");
	try {
		const answer = await fetch(url);
		if (!answer.ok || mine !== turn)
			return;
		const page = new DOMParser().parseFromString(await answer.text(), "text/html");
		const fresh = page.getElementById(form.dataset.find);
		if (fresh && mine === turn)
			found.replaceChildren(...fresh.childNodes);
	} catch {
		/* No network: the button still asks the browser to try, and it says so. */
	}
}

if (found) {
	form.addEventListener("input", () => {
		clearTimeout(timer);
		timer = setTimeout(look, PAUSE);
	});
}
