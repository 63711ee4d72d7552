/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Counts down the seconds of data-timer, when its button is pressed and for nobody but the person
 * at the screen. Only the half and the end are read aloud, so that it does not talk over an answer.
 */
const place = document.querySelector("[data-timer]");

function words(seconds) {
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function build(total) {
	const button = document.createElement("button");
	const clock = document.createElement("output");
	const voice = document.createElement("span");
	let end = 0, tick;

	button.type = "button";
	button.className = "soft";
	clock.setAttribute("role", "timer");
	clock.setAttribute("aria-live", "off");
	voice.className = "hide";
	voice.setAttribute("aria-live", "assertive");

	function rest(text) {
		clearInterval(tick);
		tick = 0;
		button.textContent = "Start the clock";
		clock.textContent = text;
	}
	function look() {
		const left = Math.max(0, Math.round((end - Date.now()) / 1000));
		if (left === 0) {
			rest("Time is up.");
			voice.textContent = "Time is up.";
			return;
		}
		clock.textContent = words(left);
		if (left === Math.floor(total / 2))
			voice.textContent = "Half of the time is over.";
	}
	button.addEventListener("click", () => {
		if (tick) {
			rest(words(total));
			return;
		}
		end = Date.now() + total * 1000;
		button.textContent = "Stop the clock";
		voice.textContent = "";
		tick = setInterval(look, 250);
		look();
	});
	rest(words(total));
	return [button, " ", clock, voice];
}

const total = Number(place?.dataset.timer);
if (total > 0) {
	const line = document.createElement("p");
	line.className = "acts";
	line.dataset.byScript = "";
	line.append(...build(total));
	place.after(line);
}
