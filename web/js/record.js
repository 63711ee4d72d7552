/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Records a voice or a short video into the file field of the form around it, so that sending it needs nothing else.
 * Each second of a recording is kept on the device (IndexedDB) as it comes: a phone call, a page that was put away or
 * a flat battery cost the last second, not what was said before. It goes when it was sent or thrown away, and after a
 * day. Without a camera, a microphone or this script the file field is there all the same.
 */
const box = document.querySelector("[data-recorder]");
const DAY = 86400000;
const TYPES = {
	video: ["video/mp4;codecs=avc1,mp4a.40.2", "video/webm;codecs=vp8,opus", "video/webm", "video/mp4"],
	voice: ["audio/mp4", "audio/webm;codecs=opus", "audio/webm", "audio/ogg"],
};
const part = (name) => box.querySelector(`[data-${name}]`);
let kind, stream, recorder, chunks, timer, cut;

function open() {
	return new Promise((done, failed) => {
		const asked = indexedDB.open("cairn-recording", 1);
		asked.onupgradeneeded = () => asked.result.createObjectStore("take");
		asked.onsuccess = () => done(asked.result);
		asked.onerror = () => failed(asked.error);
	});
}

/* One take at a time, by person: people who share a device never meet each other's. */
async function keep(value, whose = box.dataset.recorder) {
	try {
		const store = (await open()).transaction("take", "readwrite").objectStore("take");
		if (value)
			store.put({ ...value, at: Date.now() }, whose);
		else
			store.delete(whose);
	} catch {
		/* A private window: then it is in memory alone. */
	}
}

async function kept() {
	try {
		const asked = (await open()).transaction("take").objectStore("take").get(box.dataset.recorder);
		return await new Promise((done) => {
			asked.onsuccess = () => done(asked.result);
			asked.onerror = () => done();
		});
	} catch {
		return undefined;
	}
}

function show(state) {
	for (const each of box.querySelectorAll("[data-when]"))
		each.hidden = each.dataset.when !== state;
}

function release() {
	clearInterval(timer);
	stream?.getTracks().forEach((track) => track.stop());
	part("live").srcObject = null;
}

/* What was recorded, played back here and put into the field. */
function take(value) {
	const type = value.type.split(";")[0];
	const blob = new Blob(value.chunks, { type });
	const file = new File([blob], type.includes("mp4") ? "recording.mp4" : "recording.webm", { type });
	const files = new DataTransfer();
	files.items.add(file);
	document.getElementById("recording").files = files.files;
	part("take").src = URL.createObjectURL(blob);
	show("done");
}

function ended() {
	release();
	const value = { type: recorder.mimeType, chunks };
	if (!chunks.length)
		return show("idle");
	part("cut").hidden = !cut;
	part("found").hidden = true;
	keep(value);
	take(value);
}

function stop(interrupted) {
	if (recorder?.state !== "recording" && recorder?.state !== "paused")
		return;
	cut = interrupted;
	recorder.stop();
}

async function start(which) {
	kind = which;
	part("trouble").hidden = true;
	try {
		stream = await navigator.mediaDevices.getUserMedia({ audio: true,
			video: kind === "video" && { width: { ideal: 640 }, height: { ideal: 480 }, facingMode: "user" } });
		recorder = new MediaRecorder(stream, { mimeType: TYPES[kind].find((type) => MediaRecorder.isTypeSupported(type)),
			videoBitsPerSecond: 1200000, audioBitsPerSecond: 64000 });
	} catch {
		release();
		part("trouble").hidden = false;
		return show("idle");
	}
	const most = Number(kind === "video" ? box.dataset.video : box.dataset.voice);
	const began = Date.now();
	chunks = [];
	cut = false;
	recorder.ondataavailable = (event) => {
		if (event.data.size) {
			chunks.push(event.data);
			keep({ type: recorder.mimeType, chunks });
		}
	};
	recorder.onstop = ended;
	recorder.onerror = () => stop(true);
	/* A call takes the microphone: its track ends or falls silent. */
	for (const track of stream.getTracks())
		track.onended = track.onmute = () => stop(true);
	part("most").textContent = most;
	part("live").hidden = kind !== "video";
	part("live").srcObject = stream;
	part("live").play().catch(() => {});
	show("on");
	recorder.start(1000);
	timer = setInterval(() => {
		const seconds = Math.floor((Date.now() - began) / 1000);
		part("clock").textContent = seconds;
		if (seconds >= most)
			stop(false);
	}, 250);
	part("stop").focus();
}

function away() {
	keep();
	document.getElementById("recording").value = "";
	part("take").removeAttribute("src");
	show("idle");
}

async function begin() {
	box.hidden = false;
	show("idle");
	for (const button of box.querySelectorAll("[data-record]"))
		button.addEventListener("click", () => start(button.dataset.record));
	part("stop").addEventListener("click", () => stop(false));
	part("again").addEventListener("click", () => {
		away();
		start(kind ?? "video");
	});
	part("away").addEventListener("click", away);
	document.addEventListener("visibilitychange", () => document.hidden && stop(true));
	addEventListener("pagehide", () => stop(true));
	const before = await kept();
	if (before && Date.now() - before.at < DAY) {
		kind = before.type.startsWith("video") ? "video" : "voice";
		part("found").hidden = false;
		take(before);
	} else if (before) {
		keep();
	}
}

if (box && navigator.mediaDevices?.getUserMedia && window.MediaRecorder)
	begin();

/* The page after the form says whose introduction was taken: what the device kept of it can go. */
for (const meta of document.querySelectorAll('meta[name="cairn-saved"]'))
	for (const key of meta.content.split(" "))
		if (key.startsWith("introduction-"))
			keep(undefined, key.slice("introduction-".length));

/* The page that waits for a recording to be made ready looks again by itself. */
if (document.querySelector("[data-wait]"))
	setTimeout(() => location.reload(), 2500);
