/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Every page at both widths, light and dark: axe finds nothing, nothing overflows, nothing is asked of another
   host; its HTML is valid, its first view light, and what is touched large enough. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

import { aliasPages } from "./alias.mjs";
import { need } from "./house.mjs";
import { clinicPages } from "./clinic.mjs";
import { disclosePages } from "./disclose.mjs";
import { introductionPages } from "./introduction.mjs";
import { invitePages } from "./invite.mjs";
import { meetingPages } from "./meeting.mjs";
import { questionPages } from "./question.mjs";

const AXE = readFileSync(need.resolve("axe-core/axe.min.js"), "utf8");
const { HtmlValidate } = need("html-validate");
const validator = new HtmlValidate({
	root: true,
	extends: ["html-validate:standard"],
});
const FIRST_VIEW_MAX = 30000; /* bytes on the wire, for everything the page needs */
const TARGET_MIN = 44;        /* CSS pixels */
const WIDTHS = [360, 1280];
const SCHEMES = ["light", "dark"];

/* The address of a post that the student has written and changed in this thread. */
async function ownPost(house, thread) {
	const page = await house.visit("student");
	await page.goto(house.url + thread);
	const form = page.locator('main form[action$="/post"]');
	await form.locator("textarea").fill("A post to be looked at.");
	await form.locator("button").click();
	await page.locator("article.mine", { hasText: "to be looked at" }).last().getByRole("link", { name: "Edit" }).click();
	const address = new URL(page.url()).pathname.replace(/\/edit$/, "");
	await page.locator("textarea").fill("A post to be looked at closely.");
	await page.locator("main form button").first().click();
	await page.locator("article.mine", { hasText: "closely" }).waitFor();
	await page.context().close();
	return address;
}

/* What the student ticks and writes in the first minutes, so that the pages after it have something to show. */
async function mirror(house) {
	const page = await house.visit("student");
	await page.goto(house.url + "/welcome/read");
	await page.getByLabel("What would you tell").fill("Ask early, and ask twice.");
	await page.getByRole("button", { name: "Go on" }).click();
	for (const label of ["A job in a shop", "Looking after somebody", "A long way to campus"])
		await page.getByLabel(label).check();
	await page.getByRole("button", { name: "Show me" }).click();
	await page.getByRole("button", { name: "Keep it here" }).click();
	await page.locator("h1", { hasText: "How you appear" }).waitFor();
	await page.context().close();
}

/* The questions of the student's round, all passed over, so that each of their pages can be opened. */
async function passOver(house) {
	const rounds = await house.visit("facilitator");
	await rounds.goto(house.url + "/rounds");
	const found = await rounds.locator('main a[href^="/round/"]').evaluateAll((all) => all.map((a) => a.getAttribute("href")));
	await rounds.context().close();
	const page = await house.visit("student");
	let join;
	for (const round of found.filter((href) => /^\/round\/\d+$/.test(href))) {
		join = round.replace("/round/", "/join/");
		if ((await page.goto(house.url + join + "/why")).status() === 200)
			break;
	}
	await page.locator("main form button").first().click();
	for (let n = 0; n < 12 && !page.url().endsWith("/check"); n++) {
		const skip = page.getByRole("button", { name: "Prefer not to say" });
		if (await skip.count())
			await skip.click();
		else {
			await page.getByLabel("Prefer not to say").check();
			await page.locator("main form button").first().click();
		}
		await page.waitForLoadState();
	}
	assert.match(page.url(), /\/check$/);
	await page.context().close();
	return ["why", "postcode", "parents", "school", "subject", "year", "experience", "career", "goals", "helps", "hours",
		"check"].map((step) => [`join-${step}`, "student", `${join}/${step}`]);
}

/* Name of the screenshot, who looks, address, status. */
async function pagesOf(house) {
	const group = await house.find("student", "/home", /^\/group\/\d+/);
	const thread = await house.find("student", group, /^\/thread\/\d+/);
	const round = await house.find("facilitator", "/rounds", /^\/round\/\d+$/);
	const participant = await house.find("researcher", "/reports/participants", /^\/reports\/participant\/\d+$/);
	const inRound = await house.find("facilitator", round, /^\/round\/\d+\/group\/\d+$/);
	const someone = await house.find("facilitator", `${round}/people`, /^\/round\/\d+\/person\/\d+$/);
	const person = await house.find("admin", "/admin/people", /^\/admin\/people\/\d+$/);
	const own = await ownPost(house, thread);
	const story = await house.find("facilitator", "/welcome/stories", /^\/welcome\/stories\/\d+$/);
	await mirror(house);
	return [
		["front", null, "/"],
		["sign-in", null, "/sign-in"],
		["help-now", null, "/help-now"],
		["privacy", null, "/privacy"],
		["accessibility", null, "/accessibility"],
		["home", "student", "/home"],
		["groups", "student", "/groups"],
		["group", "student", group],
		["thread", "student", thread],
		["thread-new", "student", `${group}/thread/new`],
		["post-edit", "student", `${own}/edit`],
		["post-delete", "student", `${own}/delete`],
		["post-history", "facilitator", `${own}/history`],
		["study", "student", "/study"],
		["study-terms", "student", "/study/terms"],
		["saved", "student", "/saved"],
		["offline", "student", "/offline"],
		["offline-away", null, "/offline/away"],
		["search", "student", "/search"],
		["search-found", "student", "/search?q=interviews"],
		["search-near", "student", "/search?q=intreview&week=0"],
		["search-none", "student", "/search?q=zeppelin&week=1"],
		["reading", "student", "/me/reading"],
		["board", "facilitator", "/board"],
		["me", "student", "/me"],
		["letters", "student", "/me/mail"],
		["welcome", "student", "/welcome"],
		["welcome-read", "student", "/welcome/read"],
		["welcome-strengths", "student", "/welcome/strengths"],
		["welcome-words", "student", "/welcome/strengths/words"],
		["welcome-appear", "student", "/welcome/appear"],
		["welcome-mail", "student", "/welcome/mail"],
		["welcome-help", "student", "/welcome/help"],
		["welcome-begin", "student", "/welcome/begin"],
		["stories", "facilitator", "/welcome/stories"],
		["story", "facilitator", story],
		["not-found", "student", "/thread/1", 404],
		["not-allowed", "student", "/rounds", 403],
		["rounds", "facilitator", "/rounds"],
		["round-new", "facilitator", "/rounds/new"],
		["round", "facilitator", round],
		["round-people", "facilitator", `${round}/people`],
		["thread-moderated", "facilitator", thread],
		["report", "researcher", "/reports/participation"],
		["report-weeks", "researcher", "/reports/weeks"],
		["report-trials", "researcher", "/reports/trials"],
		["surveys", "researcher", "/surveys"],
		["how-counted", "researcher", "/reports/how"],
		["participants", "researcher", "/reports/participants"],
		["participant", "researcher", participant],
		["study-words", "researcher", "/study/words"],
		["round-edit", "facilitator", `${round}/edit`],
		["round-plan", "facilitator", `${round}/plan`],
		["round-group", "facilitator", inRound],
		["round-person", "facilitator", someone],
		["audit", "admin", "/admin/audit"],
		["jobs", "admin", "/admin/jobs"],
		["person", "admin", person],
		["people", "admin", "/admin/people"],
		["words", "admin", "/admin/words"],
		["my-data", "student", "/me/data"],
		["erase", "student", "/me/data/erase"],
		["gone", null, "/gone"],
		["study-leave", "student", "/study/terms/leave"],
		["round-gives", "facilitator", `${round}/gives`],
		["round-pairs", "facilitator", `${round}/pairs`],
		["round-again", "facilitator", `${round}/again`],
		["round-answers", "facilitator", `${round}/answers`],
		["round-trials", "researcher", `${round}/trials`],
		["trials", "researcher", "/trials"],
		["reach", "researcher", "/reports/reach"],
		["reach-true", "researcher", "/reports/reach?true=1"],
		["tag", "researcher", "/reports/tag"],
		["bundle", "researcher", "/reports/bundle"],
		["measures", "researcher", "/reports/measures"],
		["table", "researcher", "/reports/table?study=cop-2019&subject=1&page_views=1&words=1"],
		["said", "researcher", "/reports/said?study=cop-2019"],
		["felt", "researcher", "/reports/felt"],
		["outcomes", "researcher", "/reports/outcomes"],
		["round-side", "facilitator", `${round}/side`],
		["measures-person", "researcher", "/reports/measures?study=cop-2019&by=person"],
		...await passOver(house),
		...await introductionPages(house),
		...await invitePages(house),
		...await aliasPages(house),
		...await clinicPages(house),
		...await meetingPages(house),
		...await questionPages(house),
		...await disclosePages(house),
	];
}

/* What a page takes from the wire from now on. */
async function weigh(page) {
	const weight = { bytes: 0, sheets: 0 };
	const wire = await page.context().newCDPSession(page);
	await wire.send("Network.enable");
	wire.on("Network.loadingFinished", (e) => { weight.bytes += e.encodedDataLength; });
	wire.on("Network.responseReceived", (e) => { weight.sheets += e.type === "Stylesheet"; });
	return weight;
}

async function open(house, [, who, address, status = 200], options) {
	const page = await house.visit(who, options.browser);
	const strange = [], complaints = [];
	const weight = options.weigh ? await weigh(page) : undefined;
	page.on("request", (r) => {
		if (!r.url().startsWith(house.url + "/") && !r.url().startsWith("data:"))
			strange.push(r.url());
	});
	page.on("console", (m) => {
		if (m.type() === "error" && !/status of (403|404)/.test(m.text()))
			complaints.push(m.text());
	});
	page.on("pageerror", (e) => complaints.push(String(e)));
	const answer = await page.goto(house.url + address, { waitUntil: "load" });
	assert.equal(answer.status(), status, address);
	return { page, answer, strange, complaints, weight };
}

async function axe(page, how) {
	const found = await page.evaluate(() => globalThis.axe.run(document, {
		runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
	}));
	const told = found.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`);
	assert.deepEqual(told, [], how);
}

/* What reaches over the right edge, apart from what scrolls within itself. */
function overflowing() {
	if (document.documentElement.scrollWidth <= document.documentElement.clientWidth)
		return [];
	return [...document.querySelectorAll("body *")]
		.filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !e.closest(".scroll"))
		.map((e) => e.outerHTML.slice(0, 120));
}

/* Buttons, fields and the links that stand alone; links within sentences are exempt (WCAG 2.5.8). */
function small(min) {
	const touched = "button, .button, nav a, .top a, summary, select, textarea, input:not([type=hidden]):not([type=checkbox]):not([type=radio])";
	return [...document.querySelectorAll(touched)]
		.filter((e) => e.offsetParent !== null)
		.map((e) => [e.getBoundingClientRect(), e.outerHTML.slice(0, 100)])
		.filter(([r]) => r.width > 0 && (r.height < min - 0.5 || r.width < min - 0.5))
		.map(([r, html]) => `${r.width.toFixed(0)}x${r.height.toFixed(0)} ${html}`);
}

const plain = (text) => text.replace(/\s+/g, " ");
const said = new Map(); /* what the main part of a page says with script, by its row */

/* One visit, turned to both widths and both schemes. Axe looks at two of the four, which have every width and every
 * scheme once: it takes longer than all the rest. */
async function looks(house, row) {
	const browser = { viewport: { width: WIDTHS[0], height: 800 } };
	const { page, strange, complaints, weight } = await open(house, row, { weigh: true, browser });
	said.set(row, await saidOn(page));
	assert.equal(await page.locator("h1").count(), 1);
	assert.equal(await page.locator("main").count(), 1);
	await page.evaluate(AXE);
	for (const [n, width] of WIDTHS.entries())
		for (const [m, colorScheme] of SCHEMES.entries()) {
			await page.setViewportSize({ width, height: 800 });
			await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
			await page.screenshot({ path: path.join(process.env.CAIRN_BROWSER, "shots", `${row[0]}-${width}-${colorScheme}.png`),
				fullPage: true });
			assert.deepEqual(await page.evaluate(overflowing), [], `${width}`);
			if (n === m)
				await axe(page, `${width}, ${colorScheme}`);
			if (n === 0 && m === 0) {
				assert.deepEqual(await page.evaluate(small, TARGET_MIN), []);
				assert.ok(weight.bytes > 500 && weight.bytes < FIRST_VIEW_MAX, `${weight.bytes} bytes`);
				assert.equal(weight.sheets, 1, "stylesheets");
			}
		}
	assert.deepEqual(strange, []);
	assert.deepEqual(complaints, []);
}

/* What a page says, but for what a script adds that would do nothing without it, such as a clock: it is marked. */
async function saidOn(page) {
	return plain(await page.evaluate(() => {
		const added = [...document.querySelectorAll("main [data-by-script]")];
		for (const element of added)
			element.style.display = "none";
		const text = document.querySelector("main").innerText;
		for (const element of added)
			element.style.display = "";
		return text;
	}));
}

/* Its HTML is valid, and it says the same, without script. */
async function withoutScript(house, row) {
	const { page, answer } = await open(house, row, { browser: { javaScriptEnabled: false } });
	const report = await validator.validateString(await answer.text());
	const told = report.results.flatMap((r) => r.messages).map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`);
	assert.deepEqual(told, []);
	const text = await saidOn(page);
	if (!said.has(row) || said.get(row) !== text) { /* something may have changed in between: both anew */
		const { page: full } = await open(house, row, {});
		const { page: again } = await open(house, row, { browser: { javaScriptEnabled: false } });
		assert.equal(await saidOn(full), await saidOn(again));
	}
}

export async function pageTests(house) {
	const rows = await pagesOf(house);
	const tests = [];
	for (const row of rows) {
		tests.push([`page ${row[0]} at both widths, light and dark, first view under 30 kB`, () => looks(house, row)]);
		tests.push([`page ${row[0]}: valid HTML, the same without script`, () => withoutScript(house, row)]);
	}
	tests.push(["dark is dark", async () => {
		const dark = await house.visit(null, { colorScheme: "dark" });
		await dark.goto(house.url + "/sign-in");
		const colour = await dark.evaluate(() => getComputedStyle(document.body).backgroundColor);
		const parts = colour.match(/[\d.]+/g).slice(0, 3).map(Number);
		assert.ok(Math.max(...parts) < 90, colour);
	}]);
	tests.push(["the report prints without what is only for the screen", async () => {
		const page = await house.visit("researcher");
		await page.goto(house.url + "/reports/participation");
		await page.emulateMedia({ media: "print" });
		for (const part of ["nav.nav", ".skip"])
			assert.equal(await page.locator(part).first().isVisible(), false, part);
		assert.ok(await page.locator("main table").first().isVisible());
		await page.pdf({ path: path.join(process.env.CAIRN_BROWSER, "shots", "report.pdf"), format: "A4" });
	}]);
	return tests;
}
