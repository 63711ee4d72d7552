/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Runs the browser tests: what people do one after the other, the pages by a few workers. The last line is the sum. */
import { aliasPaths } from "./alias.mjs";
import { House, opened } from "./house.mjs";
import { clinicPaths } from "./clinic.mjs";
import { discloseEnd, disclosePaths } from "./disclose.mjs";
import { homeTests } from "./home.mjs";
import { introductionTests } from "./introduction.mjs";
import { invitePaths } from "./invite.mjs";
import { joiningTests } from "./joining.mjs";
import { liveTests } from "./live.mjs";
import { meetingPaths } from "./meeting.mjs";
import { pageTests } from "./pages.mjs";
import { pathTests } from "./paths.mjs";
import { questionPaths } from "./question.mjs";

const house = await new House().open();
const wanted = process.argv.slice(2);
let passed = 0, failed = 0;

async function run(name, test) {
	if (wanted.length && !["pages are found", ...wanted].some((part) => name.includes(part)))
		return;
	const began = Date.now();
	const contexts = [];
	let word = "ok";
	try {
		await opened.run(contexts, test);
		passed++;
	} catch (error) {
		word = "failed";
		failed++;
		console.log(String(error.stack ?? error).split("\n").slice(0, 14).join("\n"));
	}
	for (const context of contexts)
		await context.close();
	console.log(`${word.padEnd(6)} ${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${name}`);
}

async function work(list) {
	for (let next = list.shift(); next; next = list.shift())
		await run(...next);
}

for (const [tests, workers] of [[pathTests, 1], [aliasPaths, 1], [invitePaths, 1], [clinicPaths, 1], [disclosePaths, 1], [joiningTests, 1],
	[meetingPaths, 1], [questionPaths, 1], [homeTests, 1],
	[introductionTests, 1], [liveTests, 1], [pageTests, 3], [discloseEnd, 1]]) {
	let list = [];
	await run("pages are found", async () => { list = await tests(house); });
	await Promise.all(Array.from({ length: workers }, () => work(list)));
}
await run("the server ends well", async () => {
	const code = await house.close();
	if (code !== 0)
		throw new Error(`it ended with ${code}: ${house.said}`);
});
if (house.process.exitCode === null)
	await house.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
