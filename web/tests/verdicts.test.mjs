// The page says what the command line says, for every incident that was recorded.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { commandLine, dist, incidents, launch, open, paste, pasteOf, serve, verdict } from "./harness.mjs";

let browser, server, page;
before(async () => {
  server = await serve(dist);
  browser = await launch();
  page = await open(browser, server.address);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("every incident that is pasted gets the verdict of the command line", async () => {
  const wrong = [];
  for (const incident of incidents()) {
    for (const files of [["objects.json"], ["describe.txt", "get.txt"]]) {
      const text = pasteOf(incident, files);
      const [first] = JSON.parse(commandLine(["diagnose", "-", "--format", "json"], text)).diagnoses;
      await paste(page, text);
      const shown = await verdict(page);
      const said = { cause: first.cause?.name ?? "", exitCode: String(first.cause?.exit_code ?? ""), container: first.cause?.container ?? "", state: first.state };
      for (const [what, value] of Object.entries(said)) {
        if (shown[what] !== value) wrong.push(`${incident.name} (${files}): ${what} is ${JSON.stringify(shown[what])} and not ${JSON.stringify(value)}`);
      }
      const words = await page.textContent("#verdict");
      // What stands between backticks is shown as code.
      const shows = (sentence) => words.includes(sentence.replaceAll("`", ""));
      if (!shows(first.summary.broke) || !shows(first.summary.fix)) wrong.push(`${incident.name}: other words`);
    }
  }
  assert.deepEqual(wrong, []);
  assert.deepEqual(page.problems, []);
});
