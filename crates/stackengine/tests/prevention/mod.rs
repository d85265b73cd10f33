//! What the tests of policies share: manifests as JSON, changed at every place, and what the API server fills in.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value as Json, json};
use stackengine::manifest::{File, mask};
use stackengine::yaml::Data;

/// Every file of YAML or JSON below a folder, in order.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
        .into_iter()
        .flat_map(|path| match path.is_dir() {
            true => files(&path),
            false => vec![path],
        })
        .filter(|path| path.extension().is_some_and(|end| end == "yaml" || end == "yml" || end == "json"))
        .collect()
}

/// The Jobs and CronJobs of a text as JSON; those that a template fills in are left out.
pub(crate) fn objects(text: &str) -> Vec<Json> {
    let (masked, masks) = mask(text);
    let file = File::read(&masked, &masks);
    let whole = file.documents.iter().filter(|document| document.masked.is_empty());
    whole.map(|document| Json::from(Data::of(&document.node))).filter(is_workload).collect()
}

fn is_workload(object: &Json) -> bool {
    matches!(object["kind"].as_str(), Some("Job" | "CronJob"))
}

/// Fills in what the API server fills in before any policy is asked, as far as rules look at it.
pub(crate) fn defaulted(mut object: Json) -> Json {
    let is_cron_job = object["kind"] == "CronJob";
    if is_cron_job && object["spec"].is_object() {
        let spec = &mut object["spec"];
        set(spec, "concurrencyPolicy", &json!("Allow"));
        set(spec, "suspend", &json!(false));
        set(spec, "failedJobsHistoryLimit", &json!(1));
        set(spec, "successfulJobsHistoryLimit", &json!(3));
    }
    let job = if is_cron_job { object.pointer_mut("/spec/jobTemplate/spec") } else { object.pointer_mut("/spec") };
    if let Some(job) = job.filter(|job| job.is_object()) {
        default_job(job);
    }
    object
}

fn default_job(job: &mut Json) {
    if job.get("completions").is_none() && job.get("parallelism").is_none() {
        set(job, "completions", &json!(1));
    }
    set(job, "parallelism", &json!(1));
    let limit = if job.get("backoffLimitPerIndex").is_some() { 2_147_483_647 } else { 6 };
    set(job, "backoffLimit", &json!(limit));
    set(job, "completionMode", &json!("NonIndexed"));
    set(job, "suspend", &json!(false));
    set(job, "podReplacementPolicy", &json!("TerminatingOrFailed"));
    set(job, "manualSelector", &json!(false));
    let Some(pod) = job.pointer_mut("/template/spec").filter(|pod| pod.is_object()) else { return };
    set(pod, "securityContext", &json!({}));
    set(pod, "terminationGracePeriodSeconds", &json!(30));
    set(pod, "dnsPolicy", &json!("ClusterFirst"));
    set(pod, "schedulerName", &json!("default-scheduler"));
    let account = pod.get("serviceAccountName").or(pod.get("serviceAccount")).cloned();
    if let Some(account) = account {
        set(pod, "serviceAccountName", &account);
        pod["serviceAccount"] = pod["serviceAccountName"].clone();
    }
    let on_host = pod["hostNetwork"] == true;
    for list in ["initContainers", "containers"] {
        let containers = pod.get_mut(list).and_then(Json::as_array_mut);
        for container in containers.into_iter().flatten().filter(|container| container.is_object()) {
            default_container(container, on_host);
        }
    }
}

fn default_container(container: &mut Json, on_host: bool) {
    let image = container["image"].as_str().unwrap_or_default();
    let name = image.rsplit('/').next().unwrap_or_default();
    let moves = !image.contains('@') && (!name.contains(':') || name.ends_with(":latest"));
    set(container, "imagePullPolicy", &json!(if moves { "Always" } else { "IfNotPresent" }));
    set(container, "terminationMessagePath", &json!("/dev/termination-log"));
    set(container, "terminationMessagePolicy", &json!("File"));
    set(container, "resources", &json!({}));
    let limits = container["resources"]["limits"].as_object().cloned().unwrap_or_default();
    for (name, limit) in limits {
        if container["resources"].get("requests").is_none() {
            container["resources"]["requests"] = json!({});
        }
        set(&mut container["resources"]["requests"], &name, &limit);
    }
    for port in container.get_mut("ports").and_then(Json::as_array_mut).into_iter().flatten() {
        set(port, "protocol", &json!("TCP"));
        let number = port["containerPort"].clone();
        if on_host && number.is_number() {
            set(port, "hostPort", &number);
        }
    }
}

fn set(object: &mut Json, key: &str, value: &Json) {
    if let Some(map) = object.as_object_mut() {
        map.entry(key).or_insert_with(|| value.clone());
    }
}

/// The object with one thing deleted, set to `null`, or changed, at every place of it.
pub(crate) fn mutations(object: &Json) -> Vec<Json> {
    let mut places = Vec::new();
    walk(object, String::new(), &mut places);
    let mut changed = Vec::new();
    for (turn, place) in places.iter().enumerate() {
        let mut without = object.clone();
        remove(&mut without, place);
        changed.push(without);
        let others = others(object.pointer(place).unwrap_or(&Json::Null));
        // Two of the values a place: with the next place come the others.
        for at in [turn, turn + 1] {
            let mut other = object.clone();
            if let (Some(value), Some(new)) = (other.pointer_mut(place), others.get(at % others.len())) {
                *value = new.clone();
                changed.push(other);
            }
        }
    }
    changed
}

fn others(value: &Json) -> Vec<Json> {
    let mut others = match value {
        Json::Bool(value) => vec![json!(!value), json!(!value)],
        Json::Number(number) => {
            let number = number.as_i64().unwrap_or(1);
            vec![json!(0), json!(number + 1), json!(-number), json!(137), json!(1)]
        }
        Json::String(text) => vec![json!(""), json!(format!("{text}x")), json!("Always"), json!("ALL"), json!("Never")],
        Json::Array(items) => vec![json!([]), Json::Array([items.clone(), items.clone()].concat())],
        _ => vec![json!({})],
    };
    others.extend([json!(null), json!("a"), json!(7), json!([]), json!({}), json!(true)]);
    others
}

fn walk(value: &Json, place: String, places: &mut Vec<String>) {
    match value {
        Json::Object(map) => {
            for (key, below) in map {
                walk(below, format!("{place}/{}", key.replace('~', "~0").replace('/', "~1")), places);
            }
        }
        Json::Array(items) => {
            for (index, below) in items.iter().enumerate() {
                walk(below, format!("{place}/{index}"), places);
            }
        }
        _ => {}
    }
    if !place.is_empty() && place != "/kind" && place != "/apiVersion" {
        places.push(place);
    }
}

fn remove(object: &mut Json, place: &str) {
    let Some((above, key)) = place.rsplit_once('/') else { return };
    let key = key.replace("~1", "/").replace("~0", "~");
    match object.pointer_mut(above) {
        Some(Json::Object(map)) => {
            let map: &mut Map<String, Json> = map;
            map.remove(&key);
        }
        Some(Json::Array(items)) => {
            if let Ok(index) = key.parse::<usize>() {
                items.remove(index);
            }
        }
        _ => {}
    }
}
