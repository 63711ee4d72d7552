/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Counts the seconds in which this page is on the screen and somebody moves it, types or points.
 * After a minute without any of these it stops counting; a view never counts more than half an
 * hour. What is sent is the total so far, so a message that arrives twice counts once. Nothing
 * about what was typed or where the pointer was is looked at, kept or sent.
 */
const IDLE = 60000;
const CAP = 30 * 60;
const TICK = 1000;
const SEND_EVERY = 60000;

function count(view) {
	let active = 0; /* milliseconds */
	let sent = 0;   /* seconds */
	let last = performance.now();
	let moved = last;
	let tried = last;

	function tell() {
		const seconds = Math.min(CAP, Math.floor(active / 1000));
		if (seconds <= sent)
			return;
		const body = new URLSearchParams({ view, seconds: String(seconds) });
		if (navigator.sendBeacon("/trace/active", body))
			sent = seconds;
	}

	/* A sleeping device wakes with one long step: a step counts for two ticks at most. */
	function step() {
		const now = performance.now();
		if (document.visibilityState === "visible" && now - moved < IDLE)
			active += Math.min(now - last, 2 * TICK);
		last = now;
		if (now - tried >= SEND_EVERY) {
			tried = now;
			tell();
		}
	}

	function leave() {
		if (document.visibilityState === "hidden")
			tell();
		last = performance.now();
	}

	for (const kind of ["pointermove", "pointerdown", "keydown", "wheel", "scroll", "touchmove"])
		addEventListener(kind, () => { moved = performance.now(); }, { passive: true, capture: true });
	document.addEventListener("visibilitychange", leave);
	addEventListener("pagehide", tell);
	setInterval(step, TICK);
}

const view = document.querySelector('meta[name="cairn-view"]')?.content;
if (view && navigator.sendBeacon)
	count(view);
