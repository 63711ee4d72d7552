/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Introductions: recorded with a camera that Chromium makes up, or brought as a file without any script. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { pause, until } from "./house.mjs";

function film(...how) {
	const folder = mkdtempSync(path.join(os.tmpdir(), "cairn-film."));
	const file = path.join(folder, "film.webm");
	execFileSync("ffmpeg", ["-v", "error", ...how, file]);
	const buffer = readFileSync(file);
	rmSync(folder, { recursive: true });
	return { name: "holiday.webm", mimeType: "video/webm", buffer };
}

const shortFilm = () => film("-f", "lavfi", "-i", "testsrc2=s=320x240:r=15", "-f", "lavfi", "-i", "sine", "-t", "2",
	"-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus", "-metadata", "title=zebrafinch");
const longFilm = () => film("-f", "lavfi", "-i", "color=s=16x16:r=1", "-t", "45", "-c:v", "libvpx", "-deadline", "realtime");

async function record(page, seconds) {
	await page.getByRole("button", { name: "Record a video" }).click();
	await page.getByRole("button", { name: "Stop" }).waitFor();
	await pause(seconds * 1000);
	await page.getByRole("button", { name: "Stop" }).click();
	await page.locator("[data-take]").waitFor({ state: "visible" });
}

const chosen = (page) => page.locator("#recording").evaluate((field) => field.files[0]?.size ?? 0);
const lookFirst = (page) => page.getByRole("button", { name: "Look at it first" }).click();

/* The page looks again by itself; without script somebody does. */
async function whenReady(house, page) {
	assert.ok(await until(async () => {
		if (await page.locator("main video, main audio, main .problem").count())
			return true;
		await page.goto(house.url + "/people/mine/look");
		await pause(1000);
		return false;
	}, 60000), "the recording is made ready");
}

/* What a member of the group sees and hears. */
async function plays(page) {
	const video = page.locator("article video").first();
	await video.evaluate((v) => v.play());
	assert.ok(await until(() => video.evaluate((v) => v.currentTime > 0.2)), "the film runs");
	assert.ok(await until(() => video.evaluate((v) => v.textTracks[0]?.cues?.length > 0)), "it has captions");
}

async function recorded(house) {
	const page = await house.visit("student");
	const answer = await page.goto(house.url + "/people");
	assert.match(answer.headers()["permissions-policy"], /camera=\(\)/);
	assert.match(await page.locator("main").innerText(), /Callum/);
	await page.getByRole("link", { name: /^Begin mine from this one.*Callum/ }).click();
	assert.match(await page.locator("#words").inputValue(), /^I read what Callum/);
	await record(page, 2);
	const first = await chosen(page);
	assert.ok(first > 1000, "the recording is in the form");
	await page.getByRole("button", { name: "Record again" }).click();
	await page.getByRole("button", { name: "Stop" }).waitFor();
	await pause(2500);
	await page.getByRole("button", { name: "Stop" }).click();
	await page.locator("[data-take]").waitFor({ state: "visible" });
	assert.notEqual(await chosen(page), first);
	await page.locator("#words").fill("");
	await lookFirst(page);
	await whenReady(house, page);
	await page.getByRole("button", { name: /^Show it to/ }).click();
	assert.match(await page.locator("main").innerText(), /Write down what you say/);
	await page.getByRole("link", { name: "Change it" }).click();
	assert.equal(await page.locator("[data-found]").isVisible(), false, "what was sent is not kept on the device");
	await page.locator("#words").fill("Hello, this is Jess, and behind me is a green wall.");
	await lookFirst(page);
	await page.locator("main video").waitFor();
	if (await page.locator("#known").count())
		await page.locator("#known").check();
	await page.getByRole("button", { name: /^Show it to/ }).click();
	await page.locator(".done", { hasText: "is here for your group" }).waitFor();

	const group = (await house.find("student", "/home", /^\/group\/\d+/)).match(/^\/group\/\d+/)[0];
	const facilitator = await house.visit("facilitator");
	await facilitator.goto(house.url + group + "/people");
	assert.match(await facilitator.locator("main").innerText(), /green wall/);
	await plays(facilitator);
	const address = await facilitator.locator("article video source").first().getAttribute("src");
	const stranger = await house.visit("coordinator");
	assert.equal((await stranger.goto(house.url + address)).status(), 404);
	assert.equal((await stranger.goto(house.url + group + "/people")).status(), 404);
}

async function interrupted(house) {
	const page = await house.visit("student");
	await page.goto(house.url + "/people/mine");
	await page.getByRole("button", { name: "Record a video" }).click();
	await page.getByRole("button", { name: "Stop" }).waitFor();
	await pause(2200);
	await page.evaluate(() => {
		Object.defineProperty(document, "hidden", { value: true, configurable: true });
		document.dispatchEvent(new Event("visibilitychange"));
	});
	await page.locator("[data-cut]").waitFor({ state: "visible" });
	const size = await chosen(page);
	assert.ok(size > 1000);
	await page.goto(house.url + "/home");
	await page.goto(house.url + "/people/mine");
	await page.locator("[data-found]").waitFor({ state: "visible" });
	assert.equal(await chosen(page), size, "it is still here after another page");
	await page.getByRole("button", { name: "Throw it away" }).click();
	assert.equal(await chosen(page), 0);
	await page.reload();
	assert.equal(await page.locator("[data-found]").isVisible(), false);
}

/* A call takes the microphone: the tracks end. What was said before it goes to the group. */
async function takenByACall(house) {
	const page = await house.visit("student");
	await page.goto(house.url + "/people/mine");
	await page.getByRole("button", { name: "Record a video" }).click();
	await page.getByRole("button", { name: "Stop" }).waitFor();
	await pause(2400);
	await page.evaluate(() => {
		for (const track of document.querySelector("[data-live]").srcObject.getTracks()) {
			track.stop();
			track.dispatchEvent(new Event("ended"));
		}
	});
	await page.locator("[data-cut]").waitFor({ state: "visible" });
	assert.ok(await chosen(page) > 1000, "what was recorded is in the form");
	await page.locator("#words").fill("I had just begun when somebody called.");
	await lookFirst(page);
	await whenReady(house, page);
	await page.locator("main video").waitFor();
	if (await page.locator("#known").count())
		await page.locator("#known").check();
	await page.getByRole("button", { name: /^Show it to/ }).click();
	await page.locator(".done", { hasText: "is here for your group" }).waitFor();
	assert.match(await page.locator("article.mine").innerText(), /somebody called/);
	await page.getByRole("link", { name: "Take mine back" }).click();
	await page.getByRole("button", { name: "Take it back" }).click();
}

async function refused(house) {
	const page = await house.visit("student", { javaScriptEnabled: false });
	await page.goto(house.url + "/people/mine");
	await page.locator("#recording").setInputFiles(longFilm());
	await lookFirst(page);
	await whenReady(house, page);
	assert.match(await page.locator(".problem").innerText(), /45 seconds long/);
	await page.goto(house.url + "/people/mine");
	const folder = mkdtempSync(path.join(os.tmpdir(), "cairn-huge."));
	const huge = path.join(folder, "holiday.webm");
	writeFileSync(huge, "");
	truncateSync(huge, 4 * 2 ** 30); /* all of it a hole: it takes no room */
	await page.locator("#recording").setInputFiles(huge);
	await lookFirst(page);
	await page.locator("h1", { hasText: "too big to send" }).waitFor();
	assert.match(await page.locator("main").innerText(), /takes up to 24 MB/);
	rmSync(folder, { recursive: true });
}

async function withoutScript(house) {
	const page = await house.visit("student", { javaScriptEnabled: false });
	await page.goto(house.url + "/people/mine");
	assert.equal(await page.locator("[data-recorder]").isVisible(), false);
	await page.locator("#recording").setInputFiles(shortFilm());
	await page.locator("#words").fill("");
	await page.getByText("I have a file with captions").click();
	await page.locator("#captions").setInputFiles({ name: "me.srt", mimeType: "text/plain",
		buffer: Buffer.from("1\n00:00:00,000 --> 00:00:01,500\nI am Jess, without a script.\n") });
	await lookFirst(page);
	await whenReady(house, page);
	assert.match(await page.locator("article").innerText(), /I am Jess, without a script/);
	if (await page.locator("#known").count())
		await page.locator("#known").check();
	await page.getByRole("button", { name: /^Show it to/ }).click();
	assert.match(await page.locator("article.mine").innerText(), /without a script/);
	const source = await page.locator("article.mine video source").getAttribute("src");
	const bytes = await (await page.request.get(house.url + source)).body();
	assert.equal(bytes.includes("zebrafinch"), false, "what was written in the file is gone");
	await page.getByRole("link", { name: "Take mine back" }).click();
	await page.getByRole("button", { name: "Take it back" }).click();
	assert.equal(await page.locator("article.mine").count(), 0);
	assert.equal((await page.request.get(house.url + source)).status(), 404);
}

export async function introductionTests(house) {
	return [
		["introduction: recorded, recorded again, written down, shown", () => recorded(house)],
		["introduction: a recording that is interrupted is kept", () => interrupted(house)],
		["introduction: a recording that a call takes is sent as far as it came", () => takenByACall(house)],
		["introduction: what is too long or too large is refused in words", () => refused(house)],
		["introduction: a file, without script, and taken back", () => withoutScript(house)],
	];
}

/* With a draft of the student's, so that there is something to look at. */
export async function introductionPages(house) {
	const page = await house.visit("student", { javaScriptEnabled: false });
	await page.goto(house.url + "/people/mine");
	await page.locator("#words").fill("A draft to be looked at.");
	await lookFirst(page);
	const group = (await house.find("student", "/home", /^\/group\/\d+/)).match(/^\/group\/\d+/)[0];
	await page.context().close();
	return [
		["people", "student", "/people"],
		["people-mine", "student", "/people/mine"],
		["people-look", "student", "/people/mine/look"],
		["people-withdraw", "student", "/people/mine/withdraw"],
		["people-group", "facilitator", `${group}/people`],
	];
}
