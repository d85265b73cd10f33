//! What one JSON value of an answer says, in each of the four shapes; streamed or whole.
//!
//! `docs/ask-wire-formats.md` names the source of every field that is read here.

use serde_json::Value;

use super::super::provider::{Provider, Wire};
use super::super::trouble::Trouble;
use super::{Event, Stop};

/// The events in a value, in their order. What is not known is passed over: providers add kinds of events.
pub(super) fn read(provider: &Provider, value: &Value) -> Vec<Event> {
    let mut events = Vec::new();
    if value.get("error").is_some_and(|error| !error.is_null()) {
        events.push(Event::Failed(Trouble::of_event(provider, value)));
        return events;
    }
    match provider.wire {
        Wire::Messages => messages(value, &mut events),
        Wire::Responses => responses(provider, value, &mut events),
        Wire::Chat => chat(value, &mut events),
        Wire::Gemini => gemini(value, &mut events),
    }
    events
}

fn word<'v>(value: &'v Value, path: &str) -> Option<&'v str> {
    value.pointer(path).and_then(Value::as_str)
}

fn items<'v>(value: &'v Value, path: &str) -> &'v [Value] {
    value.pointer(path).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn text(text: Option<&str>, events: &mut Vec<Event>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        events.push(Event::Text(text.to_owned()));
    }
}

fn usage(value: &Value, at: &str, names: [&str; 2], events: &mut Vec<Event>) {
    let [input, output] = names.map(|name| value.pointer(at).and_then(|usage| usage.get(name)).and_then(Value::as_u64));
    if input.is_some() || output.is_some() {
        events.push(Event::Usage { input, output });
    }
}

fn messages(value: &Value, events: &mut Vec<Event>) {
    const NAMES: [&str; 2] = ["input_tokens", "output_tokens"];
    let stop = |path, events: &mut Vec<Event>| {
        if let Some(reason) = word(value, path) {
            events.push(Event::Stop(match reason {
                "end_turn" | "stop_sequence" => Stop::Complete,
                "max_tokens" | "model_context_window_exceeded" => Stop::MaxTokens,
                "refusal" => Stop::Refused,
                _ => Stop::Other,
            }));
        }
    };
    match word(value, "/type") {
        Some("message_start") => usage(value, "/message/usage", NAMES, events),
        Some("content_block_delta") if word(value, "/delta/type") == Some("text_delta") => {
            text(word(value, "/delta/text"), events);
        }
        Some("message_delta") => {
            usage(value, "/usage", NAMES, events);
            stop("/delta/stop_reason", events);
        }
        Some("message_stop") => events.push(Event::Stop(Stop::Complete)),
        Some("message") => {
            for part in items(value, "/content") {
                text(word(part, "/text"), events);
            }
            usage(value, "/usage", NAMES, events);
            stop("/stop_reason", events);
        }
        _ => {}
    }
}

fn responses(provider: &Provider, value: &Value, events: &mut Vec<Event>) {
    match word(value, "/type") {
        Some("response.output_text.delta") => text(word(value, "/delta"), events),
        Some("response.refusal.done") => events.push(Event::Stop(Stop::Refused)),
        Some("response.completed" | "response.incomplete") => response_end(value, "/response", events),
        Some("response.failed") => {
            let error = value.pointer("/response").unwrap_or(value);
            events.push(Event::Failed(Trouble::of_event(provider, error)));
        }
        Some("error") => events.push(Event::Failed(Trouble::of_event(provider, value))),
        _ if word(value, "/object") == Some("response") => {
            for part in items(value, "/output").iter().flat_map(|item| items(item, "/content")) {
                match word(part, "/type") {
                    Some("output_text") => text(word(part, "/text"), events),
                    Some("refusal") => events.push(Event::Stop(Stop::Refused)),
                    _ => {}
                }
            }
            response_end(value, "", events);
        }
        _ => {}
    }
}

fn response_end(value: &Value, at: &str, events: &mut Vec<Event>) {
    usage(value, &format!("{at}/usage"), ["input_tokens", "output_tokens"], events);
    let reason = word(value, &format!("{at}/incomplete_details/reason"));
    events.push(Event::Stop(match (word(value, &format!("{at}/status")), reason) {
        (_, Some("max_output_tokens")) => Stop::MaxTokens,
        (_, Some("content_filter")) => Stop::Refused,
        (Some("completed"), _) => Stop::Complete,
        _ => Stop::Other,
    }));
}

fn chat(value: &Value, events: &mut Vec<Event>) {
    let Some(choice) = value.pointer("/choices/0") else {
        usage(value, "/usage", ["prompt_tokens", "completion_tokens"], events);
        return;
    };
    for message in ["/delta", "/message"].iter().filter_map(|at| choice.pointer(at)) {
        text(word(message, "/content"), events);
        // Some servers give parts instead of one text.
        for part in items(message, "/content").iter().filter(|part| word(part, "/type") == Some("text")) {
            text(word(part, "/text"), events);
        }
        if word(message, "/refusal").is_some_and(|refusal| !refusal.is_empty()) {
            events.push(Event::Stop(Stop::Refused));
        }
    }
    usage(value, "/usage", ["prompt_tokens", "completion_tokens"], events);
    if let Some(reason) = word(choice, "/finish_reason") {
        events.push(Event::Stop(match reason {
            "stop" => Stop::Complete,
            "length" | "model_length" => Stop::MaxTokens,
            "content_filter" => Stop::Refused,
            _ => Stop::Other,
        }));
    }
}

fn gemini(value: &Value, events: &mut Vec<Event>) {
    for part in items(value, "/candidates/0/content/parts") {
        // What it thinks before it speaks is no part of the answer.
        if part.get("thought").and_then(Value::as_bool) != Some(true) {
            text(word(part, "/text"), events);
        }
    }
    usage(value, "/usageMetadata", ["promptTokenCount", "candidatesTokenCount"], events);
    if word(value, "/promptFeedback/blockReason").is_some() {
        events.push(Event::Stop(Stop::Refused));
    }
    if let Some(reason) = word(value, "/candidates/0/finishReason") {
        events.push(Event::Stop(match reason {
            "STOP" => Stop::Complete,
            "MAX_TOKENS" => Stop::MaxTokens,
            "SAFETY" | "RECITATION" | "BLOCKLIST" | "PROHIBITED_CONTENT" | "SPII" => Stop::Refused,
            _ => Stop::Other,
        }));
    }
}
