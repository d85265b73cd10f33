//! The four bodies. What each field means, and where its provider says so, is in `docs/ask-wire-formats.md`.

use serde_json::{Value, json};

use super::{Question, wanted};

/// The name under which a schema is sent, where it needs one.
const NAME: &str = "second_opinion";

pub(super) fn messages(question: &Question<'_>) -> Value {
    let mut body = json!({
        "model": question.model,
        "max_tokens": question.max_tokens,
        "system": question.system,
        "messages": [{"role": "user", "content": question.user}],
        "stream": true,
    });
    if let Some(schema) = wanted(question) {
        body["output_config"] = json!({"format": {"type": "json_schema", "schema": schema}});
    }
    body
}

pub(super) fn responses(question: &Question<'_>) -> Value {
    let mut body = json!({
        "model": question.model,
        "instructions": question.system,
        "input": question.user,
        "max_output_tokens": question.max_tokens,
        "store": false,
        "stream": true,
    });
    if let Some(schema) = wanted(question) {
        body["text"] = json!({"format": {"type": "json_schema", "name": NAME, "schema": schema, "strict": true}});
    }
    body
}

pub(super) fn chat(question: &Question<'_>) -> Value {
    let provider = question.provider;
    let mut body = json!({
        "model": question.model,
        "messages": [
            {"role": "system", "content": question.system},
            {"role": "user", "content": question.user},
        ],
        "stream": true,
    });
    body[provider.max_tokens] = json!(question.max_tokens);
    if provider.ask_for_usage {
        body["stream_options"] = json!({"include_usage": true});
    }
    if let Some(schema) = wanted(question) {
        let named = json!({"name": NAME, "schema": schema, "strict": true});
        body["response_format"] = json!({"type": "json_schema", "json_schema": named});
    }
    if provider.name == "openrouter" {
        // It passes requests on: to nobody who keeps them, nor to who would ignore the schema.
        body["provider"] = json!({"data_collection": "deny", "require_parameters": !question.plain});
    }
    body
}

pub(super) fn gemini(question: &Question<'_>) -> Value {
    let mut config = json!({"maxOutputTokens": question.max_tokens});
    if let Some(schema) = wanted(question) {
        config["responseMimeType"] = json!("application/json");
        config["responseJsonSchema"] = schema;
    }
    json!({
        "systemInstruction": {"parts": [{"text": question.system}]},
        "contents": [{"role": "user", "parts": [{"text": question.user}]}],
        "generationConfig": config,
    })
}
