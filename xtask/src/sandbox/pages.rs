//! The catalogue as static pages: a matrix of all diagnostics and a page for each, from the engine's own `page.md`.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};
use stackengine::catalogue::{CATALOGUE, Diagnostic, Page, find};
use stackengine::knowledge::readings;
use stackengine_wasm::{Block, blocks};

use super::html::{self, Frame, escape};
use super::{web, write};
use crate::shell::Done;

/// Families by the first digit of their codes.
const FAMILIES: [(char, &str); 9] = [
    ('1', "the program failed"),
    ('2', "it never started"),
    ('3', "stopped from outside"),
    ('4', "ended well, the work did not"),
    ('5', "the limits of Job and CronJob"),
    ('6', "the API server refuses it"),
    ('7', "accepted, and will fail, hang or lie"),
    ('8', "hardening"),
    ('9', "operating it"),
];

/// Everything the workbench shows of pages, as JSON.
pub(super) fn data() -> String {
    let mut all = Map::new();
    for known in CATALOGUE {
        let Some(page) = Page::parse(known.page) else { continue };
        let value = json!({
            "name": known.name,
            "code": known.code,
            "severity": known.severity.to_string(),
            "sentence": page.sentence,
            "impact": page.impact,
            "downtime_risk": page.downtime_risk,
            "minutes_to_fix": page.minutes_to_fix,
            "blocks": without_related(&page),
            "related": page.related().filter(|name| find(name).is_some()).collect::<Vec<_>>(),
            "example": page.examples("fires").first(),
        });
        all.insert(known.name.to_owned(), value);
    }
    Value::Object(all).to_string()
}

/// What is related is shown as links, with what they say of themselves.
fn without_related(page: &Page<'_>) -> Vec<Block> {
    let mut all = blocks(page.body);
    let related = |block: &Block| matches!(block, Block::Heading { text } if text == "Related");
    all.truncate(all.iter().position(related).unwrap_or(all.len()));
    all
}

/// Writes the matrix, every page, what leads from a code to its page, and the known limits.
pub(super) fn write_all(dist: &Path) -> Done {
    let assets = Assets::read(dist)?;
    write(&dist.join("catalogue/index.html"), &matrix(&assets))?;
    for known in CATALOGUE {
        let Some(page) = Page::parse(known.page) else { return Err(format!("{} has no page", known.name)) };
        write(&dist.join("d").join(known.name).join("index.html"), &one(known, &page, &assets))?;
        write(&dist.join("d").join(known.code).join("index.html"), &forward(known))?;
    }
    write(&dist.join("limits/index.html"), &limits(&assets)?)
}

/// What the bundler called the things that the pages need.
struct Assets {
    style: String,
    script: String,
}

impl Assets {
    fn read(dist: &Path) -> Result<Self, String> {
        let path = dist.join(".vite/manifest.json");
        let text = fs::read_to_string(&path).map_err(|error| format!("failed to read {}: {error}", path.display()))?;
        let manifest: Value = serde_json::from_str(&text).map_err(|error| format!("failed to read JSON: {error}"))?;
        let file = |value: &Value| value.as_str().map(str::to_owned).ok_or("the bundler's list has changed".to_owned());
        let style = manifest.as_object().and_then(|all| {
            all.values().find_map(|entry| entry["file"].as_str().filter(|file| file.ends_with(".css")))
        });
        let style = style.or(manifest["index.html"]["css"][0].as_str());
        Ok(Self {
            style: style.ok_or("the bundler wrote no style sheet")?.to_owned(),
            script: file(&manifest["src/catalogue.ts"]["file"])?,
        })
    }
}

fn family(code: &str) -> (char, &'static str) {
    let digit = code.chars().nth(2).unwrap_or('0');
    FAMILIES.into_iter().find(|(known, _)| *known == digit).unwrap_or((digit, ""))
}

fn matrix(assets: &Assets) -> String {
    let mut rows = String::new();
    for known in CATALOGUE {
        let Some(page) = Page::parse(known.page) else { continue };
        let (digit, family) = family(known.code);
        let [least, most] = page.minutes_to_fix;
        let words = format!("{} {} {} {family}", known.name, known.code.to_lowercase(), page.sentence.to_lowercase());
        rows.push_str(&format!(
            "<tr data-name=\"{name}\" data-family=\"{digit}\" data-words=\"{}\"><td class=\"keep\"><a href=\"../d/{name}/\">{name}</a> <span class=\"code\">{}</span><br><span class=\"sentence\">{}</span></td><td>{}</td><td class=\"level-{impact}\">{impact}</td><td class=\"level-{risk}\">{risk}</td><td>{least}–{most} min</td></tr>\n",
            escape(&words),
            known.code,
            escape(page.sentence),
            escape(family),
            name = known.name,
            impact = page.impact,
            risk = page.downtime_risk,
        ));
    }
    let options: String =
        FAMILIES.iter().map(|(digit, words)| format!("<option value=\"{digit}\">{digit}xx {words}</option>")).collect();
    let content = format!(
        "<h1>Everything that can be wrong</h1>\n<p class=\"lead\">{n} diagnostics of Jobs and CronJobs, each with what it means, what it costs and how it is mended.</p>\n\
         <div class=\"filters\" role=\"search\"><label class=\"offscreen\" for=\"filter\">Narrow down by a name, a code, an exit code or an error line</label><input id=\"filter\" type=\"search\" placeholder=\"137, SE101, memory, an error line…\" autocomplete=\"off\" spellcheck=\"false\">\
         <label class=\"offscreen\" for=\"family\">Family</label><select id=\"family\"><option value=\"\">all families</option>{options}</select><span id=\"count\" class=\"hint\" role=\"status\">{n}</span></div>\n<p id=\"to-workbench\" class=\"hint\"></p>\n\
         <table class=\"matrix\"><thead><tr><th scope=\"col\" class=\"wide keep\">Diagnostic</th><th scope=\"col\">Family</th><th scope=\"col\">Impact</th><th scope=\"col\">Downtime risk</th><th scope=\"col\">Time to fix</th></tr></thead>\n<tbody>\n{rows}</tbody></table>\n\
         <script type=\"application/json\" id=\"codes\">{}</script>\n",
        codes(),
        n = CATALOGUE.len(),
    );
    let frame = Frame {
        up: "../",
        title: "Catalogue · StackEngine",
        description: "Everything that can be wrong with a Kubernetes Job or CronJob.",
        here: "catalogue",
        style: &assets.style,
        script: Some(&assets.script),
    };
    html::page(&frame, &content)
}

/// Which diagnostics an exit code can stand for, so that the matrix finds them by it.
fn codes() -> String {
    let all: Vec<Value> = (0..=255)
        .filter_map(|code: i64| {
            let mut names: Vec<&str> = readings(code).into_iter().filter_map(|reading| reading.diagnostic).collect();
            names.sort_unstable();
            names.dedup();
            (!names.is_empty()).then(|| json!({"code": code.to_string(), "names": names}))
        })
        .collect();
    Value::from(all).to_string()
}

fn one(known: &Diagnostic, page: &Page<'_>, assets: &Assets) -> String {
    let [least, most] = page.minutes_to_fix;
    let (digit, family) = family(known.code);
    let related: String = page
        .related()
        .filter_map(|name| Some((find(name)?, Page::parse(find(name)?.page)?)))
        .map(|(other, page)| {
            let (name, code) = (other.name, other.code);
            format!(
                "<li><a href=\"../{name}/\">{name}</a> <span class=\"code\">{code}</span> {}</li>\n",
                escape(page.sentence)
            )
        })
        .collect();
    let related =
        if related.is_empty() { related } else { format!("<h2>Related</h2>\n<ul class=\"related\">{related}</ul>\n") };
    let try_it = match page.examples("fires").first() {
        Some(_) => {
            format!("<p><a href=\"../../#try={}\">Try it: open its example in the workbench</a></p>\n", known.name)
        }
        None => String::new(),
    };
    let content = format!(
        "<article class=\"page\">\n<p class=\"subject\">{} · {digit}xx, {} · since {}</p>\n<h1>{}</h1>\n\
         <dl class=\"facts\"><div data-level=\"{impact}\"><dt>Impact</dt><dd>{impact}</dd></div><div data-level=\"{risk}\"><dt>Downtime risk</dt><dd>{risk}</dd></div><div><dt>Time to fix</dt><dd>{least} to {most} min</dd></div></dl>\n{try_it}{}{related}</article>\n",
        known.code,
        escape(family),
        known.since,
        known.name,
        html::blocks(&without_related(page)),
        impact = page.impact,
        risk = page.downtime_risk,
    );
    let title = format!("{} ({}) · StackEngine", known.name, known.code);
    let frame =
        Frame { up: "../../", title: &title, description: page.sentence, here: "", style: &assets.style, script: None };
    html::page(&frame, &content)
}

/// From the code, which people remember, to the page.
fn forward(known: &Diagnostic) -> String {
    let name = known.name;
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta http-equiv=\"refresh\" content=\"0; url=../{name}/\">\n<title>{}</title>\n<a href=\"../{name}/\">{name}</a>\n</html>\n",
        known.code
    )
}

/// What the page cannot promise, from the trials that the browser tests make.
fn limits(assets: &Assets) -> Result<String, String> {
    let path = web().join("limits.json");
    let text = fs::read_to_string(&path).map_err(|error| format!("failed to read {}: {error}", path.display()))?;
    let trials: Vec<Value> = serde_json::from_str(&text).map_err(|error| format!("failed to read JSON: {error}"))?;
    let mut tables = String::new();
    for (outcome, heading) in [
        ("allowlist", "Blocked where the host sends Connection-Allowlist and the browser knows it, open elsewhere"),
        ("closed", "Blocked everywhere"),
        ("open", "Open to the host that serves this page, and to nobody else"),
        ("untried", "Not tried: a browser under test does not do it"),
    ] {
        let mut rows = String::new();
        for trial in trials.iter().filter(|trial| trial["outcome"] == outcome) {
            let word = |field: &str| escape(trial[field].as_str().unwrap_or_default());
            rows.push_str(&format!(
                "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td></tr>\n",
                word("what"),
                word("why")
            ));
        }
        tables.push_str(&format!(
            "<h2>{heading}</h2>\n<table><thead><tr><th scope=\"col\">A script in this page tries</th><th scope=\"col\">What happens</th></tr></thead><tbody>\n{rows}</tbody></table>\n"
        ));
    }
    let content = format!(
        "<article class=\"page\">\n<h1>Known limits</h1>\n<p class=\"lead\">The engine imports nothing and can call nobody. The page around it forbids itself the network once everything is loaded. This table is made from the tests: what is said to be blocked or open is tried in a real browser, with the policies and without, and a line that is not true fails them.</p>\n\
         <p>You can try it too: load the page, switch to aeroplane mode, and go on. Or save the single file <a href=\"../stackengine.html\" download>stackengine.html</a> and open it from disk.</p>\n{tables}\
         <h2>Where a network is wanted</h2>\n<p>Asking a language model of your own takes a network, so a second document does it: a frame without an origin, which holds your key and never gets your text, but only the masked request that you are shown. It fixes the one host it may ask with its first request; the page around it stays without a network, and the line at the bottom says how much went where. Until you open that part, the frame is not loaded.</p>\n\
         <h2>What no policy can promise</h2>\n<ul><li>Extensions of your browser see what you see.</li><li>Whoever serves the page could serve another one. A copy that works offline changes only when you click on the new version.</li><li>What you copy, download or share is yours to keep: a link holds its text behind the <code>#</code>, which goes to no server, but into history and chats.</li></ul>\n</article>\n"
    );
    let frame = Frame {
        up: "../",
        title: "Known limits · StackEngine",
        description: "What the page's promise to send nothing rests on, and what it cannot promise.",
        here: "limits",
        style: &assets.style,
        script: None,
    };
    Ok(html::page(&frame, &content))
}
