/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The first page for the time somebody has, a note on what was saved, what comes back to a reader, and the
   facilitator's board. */
import assert from "node:assert/strict";

async function minutesAreChosen(house, options) {
	const page = await house.visit("student", options);
	await page.goto(house.url + "/home");
	await page.getByRole("button", { name: "2 min", exact: true }).click();
	await page.waitForURL(/\/home/);
	assert.equal(await page.getByRole("button", { name: "2 min", exact: true }).getAttribute("aria-pressed"), "true");
	assert.match(await page.locator("section.ask").innerText(), /about 2 minutes/);
	await page.goto(house.url + "/groups");
	await page.goto(house.url + "/home"); /* remembered */
	const chosen = page.getByRole("button", { name: "2 min", exact: true });
	assert.equal(await chosen.getAttribute("aria-pressed"), "true");
	await chosen.click();
	assert.equal(await page.locator('section.ask button[aria-pressed="true"]').count(), 0);
}

async function noteIsKept(house, options) {
	const words = options.javaScriptEnabled === false ? "Ask Chidi <plain>" : "Ask Chidi <script>";
	const page = await house.visit("student", options);
	await page.goto(house.url + "/saved");
	const first = page.locator("main .rows > li").first();
	await first.locator("summary").click();
	await first.locator("textarea").fill(words);
	await first.getByRole("button", { name: "Keep this note" }).click();
	await page.locator(".done", { hasText: "kept" }).waitFor();
	assert.ok(await page.locator("main .rows > li").first().getByText(words).first().isVisible());
	await page.goto(house.url + "/me/reading");
	assert.ok(await page.locator("h2", { hasText: "What helped you" }).isVisible());
	await page.getByText("How this is counted").click();
	assert.ok(await page.getByText("Nobody is told who it was").isVisible());
}

async function theBoard(house) {
	const page = await house.visit("facilitator");
	await page.goto(house.url + "/home");
	await page.locator("nav a", { hasText: "Board" }).click();
	await page.locator("h2", { hasText: "Waiting for a first answer" }).waitFor();
	await page.locator('input[name="ceiling"]').first().fill("30");
	await page.getByRole("button", { name: /^Save/ }).first().click();
	await page.locator(".done", { hasText: "ceiling is saved" }).waitFor();
	assert.equal(await page.locator('input[name="ceiling"]').first().inputValue(), "30");
	const row = page.getByRole("link", { name: /^Read and answer/ });
	if (await row.count()) {
		await row.first().click();
		await page.waitForURL(/\/thread\/\d+#reply$/);
	}
}

export async function homeTests(house) {
	return [
		["the first page fits the time somebody has", () => minutesAreChosen(house, {})],
		["the first page fits the time somebody has without script", () => minutesAreChosen(house, { javaScriptEnabled: false })],
		["a note on what was saved", () => noteIsKept(house, {})],
		["a note on what was saved without script", () => noteIsKept(house, { javaScriptEnabled: false })],
		["the board", () => theBoard(house)],
	];
}
