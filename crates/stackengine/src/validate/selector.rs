//! Label selectors: `apimachinery/pkg/apis/meta/v1/validation`.

use super::metadata::labels;
use super::names::{label_value, qualified_name};
use super::place::At;
use super::report::Report;

/// A label selector, where there is one.
pub(super) fn label_selector(selector: &At<'_>, report: &mut Report) {
    labels(&selector.field("matchLabels"), report);
    for expression in selector.field("matchExpressions").items() {
        requirement(&expression, report);
    }
}

fn requirement(expression: &At<'_>, report: &mut Report) {
    const RULE: &str = "selector-expression-invalid";
    let (operator, values, key) = (expression.field("operator"), expression.field("values"), expression.field("key"));
    match operator.text() {
        "In" | "NotIn" if values.len() == 0 => {
            report.required(&values, RULE, "must be specified when `operator` is 'In' or 'NotIn'");
        }
        "Exists" | "DoesNotExist" if values.len() > 0 => {
            report.forbidden(&values, RULE, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        }
        "In" | "NotIn" | "Exists" | "DoesNotExist" => {}
        other => report.invalid(&operator, RULE, other, "not a valid selector operator"),
    }
    report.each(&key, "label-key-invalid", key.text(), qualified_name(key.text()));
    for value in values.items() {
        report.each(&value, "label-value-invalid", value.text(), label_value(value.text()));
    }
}

/// Whether a selector that can be read chooses these labels; `None` where it cannot be read.
pub(super) fn selects(selector: &At<'_>, label: impl Fn(&str) -> Option<String>) -> Option<bool> {
    let mut all = true;
    for (key, value) in selector.field("matchLabels").keys() {
        if !qualified_name(key).is_empty() || !label_value(value.text()).is_empty() {
            return None;
        }
        all &= label(key).is_some_and(|given| given == value.text());
    }
    for expression in selector.field("matchExpressions").items() {
        let (key, values) = (expression.field("key"), expression.field("values"));
        let given = label(key.text());
        let listed = given.as_ref().is_some_and(|given| values.items().any(|value| value.text() == given));
        all &= match expression.field("operator").text() {
            "In" if values.len() > 0 => listed,
            "NotIn" if values.len() > 0 => !listed,
            "Exists" if values.len() == 0 => given.is_some(),
            "DoesNotExist" if values.len() == 0 => given.is_none(),
            _ => return None,
        };
    }
    Some(all)
}

/// `matchLabelKeys` and `mismatchLabelKeys` beside a selector (`ValidateMatchLabelKeysAndMismatchLabelKeys`).
pub(super) fn label_keys(term: &At<'_>, report: &mut Report) {
    let (matching, mismatching) = (term.field("matchLabelKeys"), term.field("mismatchLabelKeys"));
    let selector = term.field("labelSelector");
    for keys in [&matching, &mismatching] {
        if keys.len() > 0 && !selector.exists() {
            report.forbidden(
                keys,
                "label-keys-without-selector",
                "must not be specified when labelSelector is not set",
            );
        } else {
            for key in keys.items() {
                report.each(&key, "label-key-invalid", key.text(), qualified_name(key.text()));
            }
        }
    }
    let in_labels = selector.field("matchLabels");
    let mut seen: Vec<String> = in_labels.keys().map(|(key, _)| key.to_owned()).collect();
    let expressions = selector.field("matchExpressions");
    for expression in expressions.items() {
        let key = expression.field("key").text().to_owned();
        if seen.contains(&key)
            && let Some(position) = matching.items().position(|item| item.text() == key)
        {
            let at = term.index(position);
            report.invalid(
                &at,
                "label-key-selected-twice",
                key.as_str(),
                "exists in both matchLabelKeys and labelSelector",
            );
        }
        seen.push(key);
    }
    for key in matching.items() {
        if mismatching.items().any(|other| other.text() == key.text()) {
            let message = "exists in both matchLabelKeys and mismatchLabelKeys";
            report.invalid(&key, "label-key-selected-twice", key.text(), message);
        }
    }
}
