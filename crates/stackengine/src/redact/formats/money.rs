//! Payments and shops.

use super::format::{Format, Run::*, at_least, exactly, token};
use super::sets::*;
use crate::redact::Kind::*;

const SHOPIFY: &str = "https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens";

pub(super) static FORMATS: &[Format] = &[
    token(
        "stripe-key",
        ApiKey,
        &["sk_live_", "sk_test_", "rk_live_", "rk_test_", "sk_prod_", "rk_prod_"],
        &[Of(ALNUM, 16, 255)],
        "https://docs.stripe.com/keys",
    ),
    token(
        "stripe-webhook-secret",
        ApiKey,
        &["whsec_"],
        &[at_least(PADDED, 24)],
        "https://docs.stripe.com/webhooks/signature",
    ),
    token(
        "shopify-token",
        Token,
        &["shpat_", "shpca_", "shppa_", "shptka_", "shpua_"],
        &[exactly(ANY_HEX, 32)],
        SHOPIFY,
    ),
    token("shopify-secret", ApiKey, &["shpss_"], &[exactly(ANY_HEX, 32)], SHOPIFY),
    token(
        "square-token",
        Token,
        &["EAAA"],
        &[Of(BASE64_URL, 56, 64)],
        "https://developer.squareup.com/docs/build-basics/access-tokens",
    )
    .if_(mixed),
    token(
        "square-secret",
        ApiKey,
        &["sq0csp-", "sq0atp-", "sq0idp-"],
        &[Of(BASE64_URL, 22, 44)],
        "https://developer.squareup.com/docs/build-basics/access-tokens",
    ),
    token(
        "paypal-token",
        Token,
        &["access_token$production$", "access_token$sandbox$"],
        &[exactly(LOWER, 16), Is("$"), exactly(HEX, 32)],
        "https://developer.paypal.com/braintree/docs/guides/authorization/overview",
    ),
    token(
        "plaid-token",
        Token,
        &["access-sandbox-", "access-development-", "access-production-"],
        &[exactly(UUID, 36)],
        "https://plaid.com/docs/api/tokens/",
    )
    .if_(is_uuid),
    token(
        "adyen-key",
        ApiKey,
        &["AQE"],
        &[at_least(PADDED_URL.and(PADDED), 80)],
        "https://docs.adyen.com/development-resources/api-credentials/",
    )
    .if_(mixed),
    token(
        "razorpay-key",
        AccessKeyId,
        &["rzp_live_", "rzp_test_"],
        &[Of(ALNUM, 14, 24)],
        "https://razorpay.com/docs/payments/dashboard/account-settings/api-keys/",
    ),
    token(
        "flutterwave-key",
        ApiKey,
        &["FLWSECK-", "FLWSECK_TEST-", "FLWSECK_PROD-"],
        &[Of(BASE64_URL, 32, 40)],
        "https://developer.flutterwave.com/docs/authentication",
    ),
    token(
        "mercado-pago-token",
        Token,
        &["APP_USR-"],
        &[Of(DIGIT, 12, 18), Is("-"), at_least(BASE64_URL, 32)],
        "https://www.mercadopago.com/developers/en/docs/your-integrations/credentials",
    ),
    token(
        "gocardless-token",
        Token,
        &["live_", "sandbox_"],
        &[exactly(BASE64_URL, 40)],
        "https://developer.gocardless.com/api-reference/",
    )
    .if_(mixed),
    token(
        "duffel-token",
        Token,
        &["duffel_live_", "duffel_test_"],
        &[exactly(PADDED_URL, 43)],
        "https://duffel.com/docs/api/overview/test-mode",
    ),
    token(
        "easypost-key",
        ApiKey,
        &["EZAK", "EZTK"],
        &[exactly(ALNUM, 54)],
        "https://docs.easypost.com/docs/authentication",
    ),
    token(
        "shippo-token",
        Token,
        &["shippo_live_", "shippo_test_"],
        &[exactly(HEX, 40)],
        "https://docs.goshippo.com/docs/guides_general/authentication/",
    ),
    token("lob-key", ApiKey, &["live_", "test_"], &[exactly(HEX, 35)], "https://docs.lob.com/"),
    token(
        "paddle-key",
        ApiKey,
        &["pdl_live_apikey_", "pdl_sdbx_apikey_"],
        &[at_least(WORD, 40)],
        "https://developer.paddle.com/api-reference/about/api-keys",
    ),
    token(
        "coinbase-key",
        ApiKey,
        &["coinbase_api_secret", "coinbase_secret"],
        &[Gap, at_least(PADDED, 32)],
        "https://docs.cdp.coinbase.com/get-started/docs/cdp-api-keys",
    ),
    token(
        "authress-key",
        ApiKey,
        &["sc_", "ext_", "scauth_", "authress_"],
        &[Of(LOWER, 5, 30), Is("."), Of(LOWER, 4, 6), Is("."), Of(BASE64_URL, 16, 64), Is("."), Of(PADDED, 30, 120)],
        "https://authress.io/knowledge-base/docs/authorization/service-clients",
    ),
];
