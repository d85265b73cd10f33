//! Other services.

use super::format::{Format, Run::*, at_least, exactly, token};
use super::sets::*;
use crate::redact::Kind::*;
use crate::redact::bytes::Bytes;

pub(super) static FORMATS: &[Format] = &[
    token("planet-key", ApiKey, &["PLAK"], &[exactly(HEX, 32)], "https://docs.planet.com/develop/authentication/"),
    token(
        "hubspot-token",
        Token,
        &["pat-na1-", "pat-na2-", "pat-eu1-", "pat-ap1-"],
        &[exactly(UUID, 36)],
        "https://developers.hubspot.com/docs/guides/apps/private-apps/overview",
    )
    .if_(is_uuid),
    token(
        "facebook-token",
        Token,
        &["EAA"],
        &[at_least(ALNUM, 90)],
        "https://developers.facebook.com/docs/facebook-login/guides/access-tokens/",
    )
    .if_(mixed),
    token(
        "twitter-bearer-token",
        Token,
        &["AAAAAAAAAAAAAAAAAAAAA"],
        &[Of(Bytes::of("A-Za-z0-9%"), 60, 140)],
        "https://developer.x.com/en/docs/authentication/oauth-2-0/bearer-tokens",
    )
    .if_(mixed),
    token(
        "intercom-token",
        Token,
        &["dG9rO"],
        &[Of(BASE64, 50, 60), Maybe(&["==", "="])],
        "https://developers.intercom.com/docs/build-an-integration/learn-more/authentication",
    ),
    token(
        "okta-token",
        Token,
        &["SSWS", "okta_api_token", "okta_token"],
        &[Gap, Is("00"), exactly(BASE64_URL, 40)],
        "https://developer.okta.com/docs/guides/create-an-api-token/main/",
    ),
    token(
        "auth0-secret",
        ApiKey,
        &["auth0_client_secret", "auth0_secret"],
        &[Gap, Of(BASE64_URL, 40, 80)],
        "https://auth0.com/docs/secure/application-credentials",
    ),
    token(
        "workos-key",
        ApiKey,
        &["sk_live_", "sk_test_"],
        &[Of(PADDED, 16, 255)],
        "https://workos.com/docs/reference/api-keys",
    )
    .if_(mixed),
    token(
        "descope-key",
        ApiKey,
        &["descope_management_key"],
        &[Gap, at_least(ALNUM, 40)],
        "https://docs.descope.com/management",
    ),
    token(
        "frameio-token",
        Token,
        &["fio-u-"],
        &[exactly(PADDED_URL, 64)],
        "https://developer.frame.io/docs/getting-started/authentication",
    ),
    token(
        "yubico-secret",
        ApiKey,
        &["yubico_secret_key", "yubikey_secret_key"],
        &[Gap, Of(BASE64, 26, 28), Maybe(&["="])],
        "https://upgrade.yubico.com/getapikey/",
    ),
    token(
        "rapidapi-key",
        ApiKey,
        &["X-RapidAPI-Key", "rapidapi_key"],
        &[Gap, exactly(ALNUM, 50)],
        "https://docs.rapidapi.com/docs/keys",
    ),
    token(
        "zendesk-secret",
        ApiKey,
        &["zendesk_api_token", "zendesk_secret", "zendesk_token"],
        &[Gap, exactly(ALNUM, 40)],
        "https://developer.zendesk.com/api-reference/introduction/security-and-auth/",
    ),
    token(
        "samsara-token",
        Token,
        &["samsara_api_"],
        &[exactly(ALNUM, 30)],
        "https://developers.samsara.com/docs/authentication",
    ),
    token("statsig-key", ApiKey, &["secret-"], &[exactly(ALNUM, 43)], "https://docs.statsig.com/sdk-keys/api-keys"),
    token(
        "configcat-key",
        ApiKey,
        &["configcat-sdk-1/"],
        &[exactly(BASE64_URL, 22), Is("/"), exactly(BASE64_URL, 22)],
        "https://configcat.com/docs/sdk-reference/overview/",
    ),
    token(
        "upcloud-token",
        Token,
        &["ucat_"],
        &[exactly(UPPER, 26)],
        "https://developers.upcloud.com/1.3/2-authentication/",
    ),
    token(
        "settlemint-token",
        Token,
        &["sm_aat_", "sm_pat_", "sm_sat_"],
        &[exactly(ALNUM, 16)],
        "https://console.settlemint.com/documentation/",
    ),
    token(
        "airbyte-secret",
        ApiKey,
        &["airbyte_client_secret"],
        &[Gap, exactly(ALNUM, 32)],
        "https://reference.airbyte.com/reference/authentication",
    ),
    token(
        "lokalise-token",
        Token,
        &["X-Api-Token", "lokalise_api_token"],
        &[Gap, exactly(HEX, 40)],
        "https://developers.lokalise.com/reference/api-authentication",
    ),
    token(
        "cal-com-key",
        ApiKey,
        &["cal_live_", "cal_test_"],
        &[exactly(HEX, 32)],
        "https://cal.com/docs/api-reference/v2/introduction",
    ),
    token(
        "attio-key",
        ApiKey,
        &["attio_api_key"],
        &[Gap, exactly(HEX, 64)],
        "https://docs.attio.com/rest-api/overview",
    ),
    token(
        "linkedin-secret",
        ApiKey,
        &["WPL_AP1."],
        &[at_least(DOTTED, 16)],
        "https://learn.microsoft.com/en-us/linkedin/shared/authentication/authentication",
    ),
    token(
        "patreon-token",
        Token,
        &["patreon_access_token", "patreon_client_secret"],
        &[Gap, Of(BASE64_URL, 43, 64)],
        "https://docs.patreon.com/",
    ),
    token(
        "totp-address",
        Secret,
        &["otpauth://"],
        &[Begin, Is("totp/"), at_least(Bytes::of("A-Za-z0-9%@:?=&+._-"), 16)],
        "https://datatracker.ietf.org/doc/draft-linuxgemini-otpauth-uri/",
    ),
    token(
        "adobe-secret",
        ApiKey,
        &["p8e-"],
        &[exactly(ALNUM, 32)],
        "https://developer.adobe.com/developer-console/docs/guides/authentication/",
    ),
    token("scalingo-token", Token, &["tk-us-"], &[exactly(BASE64_URL, 48)], "https://developers.scalingo.com/"),
    token("maxmind-key", ApiKey, &["_mmk"], &[], "https://dev.maxmind.com/license-key/").after(WORD, 36, 36),
    token("intra42-secret", ApiKey, &["s-s4t2ud-", "s-s4t2af-"], &[exactly(HEX, 64)], "https://api.intra.42.fr/apidoc"),
    token(
        "instagram-token",
        Token,
        &["IGQV", "IGAA"],
        &[at_least(ALNUM, 80)],
        "https://developers.facebook.com/docs/instagram-platform/",
    ),
    token(
        "ntlm-message",
        Token,
        &["TlRMTVNTUAA"],
        &[at_least(PADDED, 40)],
        "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-nlmp/",
    ),
    // The private half of a key as JSON.
    token(
        "jwk-private",
        PrivateKey,
        &["\"d\"", "\"d\\\""],
        &[Space, at_least(BASE64_URL, 40)],
        "https://www.rfc-editor.org/rfc/rfc7518#section-6",
    ),
    token(
        "jwk-symmetric",
        PrivateKey,
        &["\"k\"", "\"k\\\""],
        &[Space, at_least(BASE64_URL, 32)],
        "https://www.rfc-editor.org/rfc/rfc7518#section-6",
    )
    .if_(mixed),
];
