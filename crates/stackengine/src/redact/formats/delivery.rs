//! What builds, tests, ships and measures code.

use super::format::{Format, Run::*, at_least, exactly, token};
use super::sets::*;
use crate::redact::Kind::*;

pub(super) static FORMATS: &[Format] = &[
    token(
        "buildkite-token",
        Token,
        &["bkua_", "bkct_", "bkat_", "bkaj_"],
        &[at_least(BASE64_URL, 40)],
        "https://buildkite.com/docs/apis/managing-api-tokens",
    ),
    token(
        "circleci-token",
        Token,
        &["CCIPAT_", "CCIPRJ_"],
        &[Of(ALNUM, 20, 24), Is("_"), exactly(HEX, 40)],
        "https://circleci.com/docs/managing-api-tokens/",
    ),
    token(
        "circleci-old-token",
        Token,
        &["circleci_token", "circle_token", "Circle-Token", "circleci_cli_token"],
        &[Gap, exactly(HEX, 40)],
        "https://circleci.com/docs/managing-api-tokens/",
    ),
    token(
        "jenkins-token",
        Token,
        &["jenkins_token", "jenkins_api_token", "jenkins"],
        &[Gap, Is("11"), exactly(HEX, 32)],
        "https://www.jenkins.io/doc/book/system-administration/authenticating-scripted-clients/",
    ),
    token(
        "travis-token",
        Token,
        &["travis_token", "travis_api_token"],
        &[Gap, Of(ALNUM, 20, 24)],
        "https://docs.travis-ci.com/user/api-key/",
    )
    .if_(mixed),
    token(
        "drone-token",
        Token,
        &["drone_token", "woodpecker_token"],
        &[Gap, exactly(ALNUM, 32)],
        "https://docs.drone.io/cli/configure/",
    ),
    token(
        "sonar-token",
        Token,
        &["squ_", "sqp_", "sqa_"],
        &[exactly(HEX, 40)],
        "https://docs.sonarsource.com/sonarqube-server/latest/user-guide/managing-tokens/",
    ),
    token(
        "sonar-old-token",
        Token,
        &["sonar_token", "sonar.login", "sonar.token"],
        &[Gap, exactly(HEX, 40)],
        "https://docs.sonarsource.com/sonarqube-server/latest/user-guide/managing-tokens/",
    ),
    token(
        "codecov-token",
        Token,
        &["codecov_token"],
        &[Gap, exactly(UUID, 36)],
        "https://docs.codecov.com/docs/codecov-tokens",
    )
    .if_(is_uuid),
    token(
        "snyk-token",
        Token,
        &["snyk_token", "snyk_api_token"],
        &[Gap, exactly(UUID, 36)],
        "https://docs.snyk.io/snyk-api/authentication-for-api",
    )
    .if_(is_uuid),
    token(
        "snyk-new-token",
        Token,
        &["snyk_uat.", "snyk_sat."],
        &[at_least(DOTTED, 40)],
        "https://docs.snyk.io/snyk-api/authentication-for-api",
    ),
    token(
        "semgrep-token",
        Token,
        &["semgrep_app_token"],
        &[Gap, exactly(HEX, 64)],
        "https://semgrep.dev/docs/deployment/add-semgrep-to-ci",
    ),
    token(
        "octopus-key",
        ApiKey,
        &["API-"],
        &[Of(UPPER, 25, 32)],
        "https://octopus.com/docs/octopus-rest-api/how-to-create-an-api-key",
    )
    .if_(mixed),
    token(
        "harness-token",
        Token,
        &["pat.", "sat."],
        &[exactly(BASE64_URL, 22), Is("."), exactly(HEX, 24), Is("."), exactly(ALNUM, 20)],
        "https://developer.harness.io/docs/platform/automation/api/add-and-manage-api-keys/",
    ),
    token(
        "prefect-key",
        ApiKey,
        &["pnu_", "pnb_"],
        &[exactly(ALNUM, 36)],
        "https://docs.prefect.io/v3/how-to-guides/cloud/manage-users/api-keys",
    ),
    token(
        "launchdarkly-key",
        ApiKey,
        &["sdk-", "mob-", "api-"],
        &[exactly(UUID, 36)],
        "https://launchdarkly.com/docs/home/account/environment/keys",
    )
    .if_(is_uuid),
    token("unkey-key", ApiKey, &["unkey_"], &[Of(ALNUM, 20, 64)], "https://www.unkey.com/docs/security/root-keys")
        .if_(mixed),
    token(
        "apify-token",
        Token,
        &["apify_api_"],
        &[Of(ALNUM, 30, 44)],
        "https://docs.apify.com/platform/integrations/api",
    ),
    token(
        "inngest-key",
        ApiKey,
        &["signkey-prod-", "signkey-test-", "signkey-branch-"],
        &[at_least(HEX, 32)],
        "https://www.inngest.com/docs/platform/signing-keys",
    ),
    token(
        "trigger-key",
        ApiKey,
        &["tr_dev_", "tr_prod_", "tr_stg_", "tr_pat_", "tr_preview_"],
        &[Of(ALNUM, 20, 48)],
        "https://trigger.dev/docs/apikeys",
    ),
    token(
        "defined-networking-key",
        ApiKey,
        &["dnkey-"],
        &[at_least(BASE64_URL, 52)],
        "https://docs.defined.net/guides/automating-host-creation/",
    ),
    token("adafruit-key", ApiKey, &["aio_"], &[exactly(ALNUM, 28)], "https://io.adafruit.com/api/docs/"),
    token(
        "nightfall-key",
        ApiKey,
        &["NF-"],
        &[exactly(ALNUM, 32)],
        "https://help.nightfall.ai/developer-api/introduction/api-key",
    )
    .if_(mixed),
];
