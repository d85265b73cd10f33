//! Logs, metrics, traces and errors of others.

use super::format::{Format, Run::*, at_least, exactly, token};
use super::sets::*;
use crate::redact::Kind::*;
use crate::redact::bytes::Bytes;

const NEW_RELIC: &str = "https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/";

pub(super) static FORMATS: &[Format] = &[
    token(
        "datadog-key",
        ApiKey,
        &["dd_api_key", "datadog_api_key", "datadogApiKey", "dd-api-key", "datadog.apiKey", "datadog", "DD-API-KEY"],
        &[Gap, exactly(HEX, 32)],
        "https://docs.datadoghq.com/account_management/api-app-keys/",
    ),
    token(
        "datadog-app-key",
        ApiKey,
        &["dd_app_key", "datadog_app_key", "dd_application_key", "dd-application-key", "datadogAppKey", "datadog"],
        &[Gap, exactly(HEX, 40)],
        "https://docs.datadoghq.com/account_management/api-app-keys/",
    ),
    token("new-relic-user-key", ApiKey, &["NRAK-"], &[exactly(UPPER, 27)], NEW_RELIC),
    token("new-relic-insert-key", ApiKey, &["NRII-", "NRIQ-"], &[exactly(BASE64_URL, 32)], NEW_RELIC),
    token("new-relic-browser-key", ApiKey, &["NRJS-"], &[exactly(HEX, 19)], NEW_RELIC),
    token("new-relic-rest-key", ApiKey, &["NRRA-"], &[exactly(ALNUM, 42)], NEW_RELIC),
    token("new-relic-license-key", ApiKey, &["NRAL"], &[], NEW_RELIC).after(Bytes::of("0-9a-fA-Fx"), 36, 36),
    token(
        "new-relic-key-by-name",
        ApiKey,
        &["new_relic_license_key", "newrelic_license_key", "licenseKey"],
        &[Gap, exactly(ANY_HEX, 40)],
        NEW_RELIC,
    ),
    token(
        "grafana-token",
        Token,
        &["glsa_"],
        &[exactly(ALNUM, 32), Is("_"), exactly(ANY_HEX, 8)],
        "https://grafana.com/docs/grafana/latest/administration/service-accounts/",
    ),
    token(
        "grafana-cloud-token",
        Token,
        &["glc_"],
        &[at_least(PADDED, 32)],
        "https://grafana.com/docs/grafana-cloud/account-management/authentication-and-permissions/access-policies/",
    ),
    // JSON in base64 that begins with the key `k`.
    token(
        "grafana-old-key",
        ApiKey,
        &["eyJrIjoi"],
        &[at_least(PADDED, 50)],
        "https://grafana.com/docs/grafana/latest/developers/http_api/auth/",
    ),
    token(
        "sentry-token",
        Token,
        &["sntrys_", "sntryu_", "sntrya_", "sntryi_"],
        &[at_least(PADDED_URL.and(PADDED), 60)],
        "https://docs.sentry.io/account/auth-tokens/",
    ),
    token(
        "sentry-old-token",
        Token,
        &["sentry_auth_token"],
        &[Gap, exactly(HEX, 64)],
        "https://docs.sentry.io/account/auth-tokens/",
    ),
    token(
        "dynatrace-token",
        Token,
        &["dt0c01.", "dt0s01.", "dt0s02.", "dt0s03.", "dt0s04.", "dt0s06.", "dt0s08.", "dt0s09.", "dt0s16."],
        &[Of(Bytes::of("A-Za-z0-9-"), 8, 32), Is("."), exactly(UPPER, 64)],
        "https://docs.dynatrace.com/docs/manage/identity-access-management/access-tokens-and-oauth-clients/access-tokens",
    ),
    token(
        "honeycomb-key",
        ApiKey,
        &["hcaik_", "hcbik_", "hcaic_", "hcxik_", "hcxlk_", "hcamk_", "hcxmk_"],
        &[Of(LOWER, 40, 70)],
        "https://docs.honeycomb.io/configure/environments/manage-api-keys/",
    ),
    token(
        "honeycomb-old-key",
        ApiKey,
        &["X-Honeycomb-Team", "honeycomb_api_key", "honeycomb_key"],
        &[Gap, Of(ALNUM, 22, 32)],
        "https://docs.honeycomb.io/configure/environments/manage-api-keys/",
    ),
    token(
        "splunk-hec-token",
        Token,
        &["Authorization: Splunk", "splunk_hec_token", "splunk_token", "splunk-token", "hec_token", "hecToken"],
        &[Gap, exactly(UUID, 36)],
        "https://docs.splunk.com/Documentation/Splunk/latest/Data/UsetheHTTPEventCollector",
    )
    .if_(is_uuid),
    token(
        "sumo-logic-key",
        ApiKey,
        &["sumo_access_key", "sumologic_access_key", "sumologic_accesskey"],
        &[Gap, exactly(ALNUM, 64)],
        "https://help.sumologic.com/docs/manage/security/access-keys/",
    ),
    token(
        "rollbar-token",
        Token,
        &["rollbar_access_token", "rollbar_token", "X-Rollbar-Access-Token"],
        &[Gap, Of(HEX, 32, 32)],
        "https://docs.rollbar.com/docs/access-tokens",
    ),
    token(
        "logz-token",
        Token,
        &["logzio_token", "logzio_shipping_token", "logz_token"],
        &[Gap, exactly(ALNUM, 32)],
        "https://docs.logz.io/docs/user-guide/admin/authentication-tokens/",
    ),
    token(
        "coralogix-key",
        ApiKey,
        &["cxtp_", "cxup_"],
        &[exactly(ALNUM, 30)],
        "https://coralogix.com/docs/user-guides/account-management/api-keys/api-keys/",
    ),
    token("honeybadger-token", Token, &["hbp_"], &[exactly(ALNUM, 36)], "https://docs.honeybadger.io/"),
    token("posthog-key", ApiKey, &["phx_", "phs_"], &[Of(ALNUM, 40, 56)], "https://posthog.com/docs/api"),
    token(
        "loggly-token",
        Token,
        &["logs-01.loggly.com/inputs/", "loggly.com/bulk/"],
        &[Begin, exactly(UUID, 36)],
        "https://documentation.solarwinds.com/en/success_center/loggly/content/admin/http-endpoint.htm",
    )
    .if_(is_uuid),
    token(
        "instana-key",
        ApiKey,
        &["instana_agent_key", "instana_api_token"],
        &[Gap, Of(BASE64_URL, 16, 32)],
        "https://www.ibm.com/docs/en/instana-observability",
    )
    .if_(mixed),
    token(
        "lightstep-token",
        Token,
        &["lightstep_access_token", "lightstep-access-token", "ls_access_token"],
        &[Gap, Of(PADDED, 32, 160)],
        "https://docs.lightstep.com/docs/create-and-manage-access-tokens",
    ),
    token(
        "better-stack-token",
        Token,
        &["logtail_source_token", "logtail_token", "betterstack_token"],
        &[Gap, exactly(ALNUM, 24)],
        "https://betterstack.com/docs/logs/api/getting-started/",
    ),
    token("axiom-token", Token, &["xaat-", "xapt-"], &[exactly(UUID, 36)], "https://axiom.co/docs/reference/tokens")
        .if_(is_uuid),
    token(
        "bugsnag-key",
        ApiKey,
        &["bugsnag_api_key", "bugsnag"],
        &[Gap, exactly(HEX, 32)],
        "https://docs.bugsnag.com/api/",
    ),
];
