/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The bank of interview questions: adding, looking, answering, practising; and its pages. */
import assert from "node:assert/strict";

import { until } from "./house.mjs";

async function someQuestion(house) {
	return house.find("student", "/questions", /^\/questions\/\d+$/);
}

export async function questionPages(house) {
	const question = await someQuestion(house);
	return [
		["questions", "student", "/questions"],
		["questions-none", "student", "/questions?q=xyzzy&stage=3"],
		["question", "student", question],
		["question-new", "student", "/questions/new"],
		["question-practise", "student", `/questions/practise?question=${question.match(/\d+/)[0]}`],
		["question-notes", "student", "/questions/notes"],
		["question-report", "student", `${question}/report`],
		["question-reports", "facilitator", "/questions/reports"],
		["question-delete", "facilitator", `${question}/delete`],
	];
}

/* Adds one, changes it, finds it by its beginning, answers it, keeps a note, reports another. */
async function student(house, options) {
	const page = await house.visit("student", options);
	const script = options.javaScriptEnabled !== false;
	const word = script ? "quizzical" : "whimsical";
	await page.goto(house.url + "/questions");
	await page.getByRole("link", { name: "Add a question you were asked" }).click();
	await page.locator("#text").fill(`How do you stay ${word}?`);
	await page.locator("#role").fill("Piano tuner");
	await page.locator("#year").fill("1850");
	await page.getByRole("button", { name: "Add the question" }).click();
	await page.getByText("A year is a number").first().waitFor();
	assert.equal(await page.locator("#role").inputValue(), "Piano tuner");
	await page.locator("#year").fill("2025");
	await page.locator("#stage").selectOption({ label: "First interview" });
	await page.getByRole("button", { name: "Add the question" }).click();
	await page.getByText("Your question is in the bank").waitFor();
	assert.match(await page.locator("main").innerText(), /Piano tuner · First interview · asked in 2025/);
	await page.locator("#body").fill("I **hum**.");
	await page.getByRole("button", { name: "Add my answer" }).click();
	await page.locator("article strong", { hasText: "hum" }).waitFor();

	await until(async () => {
		await page.goto(house.url + "/questions");
		await page.locator("#q").fill(word.slice(0, 5));
		if (script)
			await page.waitForTimeout(900);
		else
			await page.getByRole("button", { name: "Look for it" }).click();
		const text = await page.locator("#found").innerText();
		return text.includes(word) && !text.includes("greatest weakness");
	});
	assert.equal(new URL(page.url()).search === "", script, "with script the page stays");
	await page.locator("#found a", { hasText: word }).click();

	await page.getByRole("link", { name: "Practise this one" }).click();
	assert.match(await page.locator("main").innerText(), /Take about 2 minutes/);
	const start = page.getByRole("button", { name: "Start the clock" });
	assert.equal(await start.count(), script ? 1 : 0);
	if (script) {
		await start.click();
		await page.getByText(/^1:5\d$/).waitFor();
		await page.getByRole("button", { name: "Stop the clock" }).click();
	}
	await page.locator("#note").fill("Hum lower.");
	await page.getByRole("button", { name: "Keep my notes" }).click();
	await page.getByText("kept, for you alone").waitFor();
	assert.match(await page.locator("main").innerText(), /Hum lower/);
	await page.getByRole("button", { name: /Forget this note/ }).first().click();
	await page.getByText("The note is forgotten").waitFor();

	await page.goto(house.url + "/questions/practise");
	const before = await page.locator("main h2").first().innerText();
	await page.getByRole("button", { name: "Another question" }).click();
	await page.waitForURL(/but=/);
	assert.notEqual(await page.locator("main h2").first().innerText(), before);

	await page.goto(house.url + "/questions");
	await page.locator("#found a", { hasText: "greatest weakness" }).click();
	await page.getByRole("link", { name: "Report this question" }).click();
	await page.locator("#why").fill(`It is worn out (${word}).`);
	await page.getByRole("button", { name: "Report it" }).click();
	await page.getByText("Thank you. Those who run the rounds").waitFor();
	await page.context().close();
}

/* Saves a question, finds an answer useful by the keyboard alone, keeps a note with what was saved, takes it off the
   list. */
async function kept(house, options) {
	const page = await house.visit("student", { ...options, viewport: { width: 360, height: 740 } });
	const words = options.javaScriptEnabled === false ? "Plain words <b>" : "Words <script>";
	await page.goto(house.url + "/questions");
	await page.locator("#found a", { hasText: "greatest weakness" }).click();
	await page.waitForURL(/\/questions\/\d+$/);
	const question = new URL(page.url()).pathname;
	const save = () => page.locator("main > form.acts").getByRole("button", { name: "Save", exact: true });
	await save().click();
	await page.waitForURL(house.url + question);
	assert.equal(await save().getAttribute("aria-pressed"), "true");
	const useful = () => page.locator("article.post").getByRole("button", { name: "Useful", exact: true }).first();
	const found = await useful().getAttribute("aria-pressed");
	await useful().focus();
	await page.keyboard.press("Enter");
	await page.waitForURL(/#a\d+$/);
	assert.notEqual(await useful().getAttribute("aria-pressed"), found);
	assert.ok(!/found this useful/.test(await page.locator("main").innerText()), "nobody but its writer is told");

	await page.goto(house.url + "/saved");
	const line = () => page.locator("main .rows > li", { hasText: "An interview question, from" }).first();
	await line().locator("summary").click();
	await line().locator("textarea").fill(words);
	await line().getByRole("button", { name: "Keep this note" }).click();
	await page.locator(".done", { hasText: "kept" }).waitFor();
	assert.ok(await line().getByText(words).first().isVisible());
	assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), "it fits in 360 pixels");
	await page.screenshot({ path: `${process.env.CAIRN_BROWSER}/shots/saved-question.png`, fullPage: true });
	await line().getByRole("link", { name: /greatest weakness/ }).first().click();
	await page.waitForURL(house.url + question);
	assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), "it fits in 360 pixels");
	await page.screenshot({ path: `${process.env.CAIRN_BROWSER}/shots/question-marks.png`, fullPage: true });
	await page.goto(house.url + "/saved");
	await line().getByRole("button", { name: /^Take off the list/ }).click();
	await page.waitForURL(/\/saved/);
	assert.equal(await page.locator("main", { hasText: "An interview question, from" }).count(), 0);
	await page.context().close();
}

/* A facilitator leaves one that was reported. */
async function moderated(house) {
	const page = await house.visit("facilitator");
	await page.goto(house.url + "/questions");
	await page.getByRole("link", { name: /Reports: \d/ }).click();
	await page.getByText("It is worn out").first().waitFor();
	await page.getByRole("button", { name: "Leave it" }).first().click();
	await page.getByText("It stays. Its report is settled.").waitFor();
	await page.context().close();
}

export function questionPaths(house) {
	return [
		["interview questions are added, found, practised", () => student(house, {})],
		["interview questions without script", () => student(house, { javaScriptEnabled: false })],
		["an interview question is saved, an answer found useful", () => kept(house, {})],
		["an interview question is saved without script", () => kept(house, { javaScriptEnabled: false })],
		["a reported interview question is settled", () => moderated(house)],
	];
}
