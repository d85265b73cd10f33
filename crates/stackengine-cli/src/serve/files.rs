//! The files of the page. They are listed once, at the start: no path is ever made from what somebody asks for.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::headers::Rules;
use super::response::{Refusal, Response};

const MAKE: &str = "`cargo xtask sandbox --build` makes it in web/dist";

/// What is beside the page and no part of it here: the list of headers, and the worker that keeps the page for the time without
/// a network, which would outlive this address.
const NOT_SERVED: [&str; 2] = ["_headers", "sw.js"];

/// What stands below each path.
pub(crate) struct Files {
    paths: BTreeMap<String, PathBuf>,
    rules: Rules,
}

impl Files {
    /// Lists a folder that the page's build made.
    pub(crate) fn list(folder: &Path) -> Result<Self, String> {
        let name = folder.display();
        if !folder.join("index.html").is_file() {
            return Err(format!("there is no page in {name}: {MAKE}"));
        }
        let headers = fs::read_to_string(folder.join("_headers"))
            .map_err(|_| format!("the page in {name} has no _headers, without which its rules do not hold: {MAKE}"))?;
        let rules = Rules::parse(&headers).map_err(|why| format!("{name}/{why}"))?;
        let mut paths = BTreeMap::new();
        for entry in WalkDir::new(folder).follow_links(false).into_iter().filter_map(Result::ok) {
            let Ok(below) = entry.path().strip_prefix(folder) else { continue };
            let steps: Option<Vec<&str>> = below.components().map(|step| step.as_os_str().to_str()).collect();
            let Some(steps) = steps.filter(|steps| {
                entry.file_type().is_file() && !matches!(steps.as_slice(), [name] if NOT_SERVED.contains(name))
            }) else {
                continue;
            };
            if !steps.iter().any(|step| step.starts_with('.')) {
                paths.insert(format!("/{}", steps.join("/")), entry.path().to_owned());
            }
        }
        Ok(Self { paths, rules })
    }

    /// The folder that is served where none is named: beside the program, or where the build leaves it.
    pub(crate) fn folder() -> Result<PathBuf, String> {
        let beside = env::current_exe().ok().and_then(|program| Some(program.parent()?.join("stackengine-page")));
        let built = Some(PathBuf::from("web/dist"));
        [beside, built]
            .into_iter()
            .flatten()
            .find(|folder| folder.join("index.html").is_file())
            .ok_or_else(|| format!("the page is not built: {MAKE}; or say where it is with --dir"))
    }

    /// The file of a path, or that of its folder.
    pub(super) fn answer(&self, path: &str) -> Response {
        let name = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        if let Some(file) = self.paths.get(&name)
            && let Ok(body) = fs::read(file)
        {
            let response = self.with_headers(Response::new(200), path);
            return response.header("content-type", kind(&name)).body(body);
        }
        if self.paths.contains_key(&format!("{path}/index.html")) {
            // Seen from the page's own folder, for the token stands before it.
            let last = path.rsplit('/').next().filter(|last| !last.is_empty());
            return Response::closed(301)
                .header("location", &last.map_or("./".to_owned(), |last| format!("./{last}/")));
        }
        self.with_headers(Refusal::new(404, "there is no such page").response(), path)
    }

    /// The headers that the page's build wants for this path.
    pub(super) fn with_headers(&self, response: Response, path: &str) -> Response {
        self.rules.of(path).into_iter().fold(response, |response, (name, value)| response.header(name, value))
    }
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
