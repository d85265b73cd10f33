//! Chats, paging and mail: tokens, and addresses that whoever knows may write to.

use super::format::{Format, Run::*, at_least, exactly, token};
use super::sets::*;
use crate::redact::Kind::*;
use crate::redact::bytes::Bytes;

const SLACK: &str = "https://api.slack.com/concepts/token-types";
const PATH: Bytes = Bytes::of("A-Za-z0-9/@%+=_.-");

pub(super) static FORMATS: &[Format] = &[
    token(
        "slack-token",
        Token,
        &["xoxb-", "xoxp-", "xoxa-", "xoxe-", "xoxr-", "xoxs-", "xoxo-", "xoxc-", "xoxd-", "xoxe.xoxb-", "xoxe.xoxp-"],
        &[at_least(Bytes::of("A-Za-z0-9%-"), 10)],
        SLACK,
    ),
    token(
        "slack-app-token",
        Token,
        &["xapp-"],
        &[Of(DIGIT, 1, 2), Is("-"), at_least(Bytes::of("A-Za-z0-9-"), 16)],
        SLACK,
    ),
    token("slack-workflow-token", Token, &["xwfp-"], &[at_least(Bytes::of("A-Za-z0-9-"), 16)], SLACK),
    token(
        "slack-webhook",
        Webhook,
        &[
            "hooks.slack.com/services/",
            "hooks.slack.com/workflows/",
            "hooks.slack.com/triggers/",
            "hooks.slack-gov.com/services/",
        ],
        &[Begin, at_least(Bytes::of("A-Za-z0-9/_-"), 16)],
        "https://api.slack.com/messaging/webhooks",
    ),
    token(
        "discord-webhook",
        Webhook,
        &["discord.com/api/webhooks/", "discordapp.com/api/webhooks/"],
        &[Begin, Of(DIGIT, 15, 21), Is("/"), at_least(BASE64_URL, 40)],
        "https://discord.com/developers/docs/resources/webhook",
    ),
    token(
        "discord-bot-token",
        Token,
        &["discord_token", "discord_bot_token", "discord", "Authorization: Bot", "Bot"],
        &[Gap, Of(BASE64_URL, 23, 28), Is("."), exactly(BASE64_URL, 6), Is("."), Of(BASE64_URL, 27, 40)],
        "https://discord.com/developers/docs/reference#authentication",
    ),
    token(
        "discord-mfa-token",
        Token,
        &["mfa."],
        &[exactly(BASE64_URL, 84)],
        "https://discord.com/developers/docs/reference",
    ),
    token(
        "teams-webhook",
        Webhook,
        &["webhook.office.com/webhookb2/", "outlook.office.com/webhook/", "outlook.office365.com/webhook/"],
        &[Begin, at_least(PATH, 40)],
        "https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook",
    ),
    token(
        "telegram-bot-token",
        Token,
        &[":AA"],
        &[exactly(BASE64_URL, 33)],
        "https://core.telegram.org/bots/api#authorizing-your-bot",
    )
    .after(DIGIT, 8, 10),
    // In addresses the word `bot` stands before the number.
    token(
        "telegram-bot-token-in-address",
        Token,
        &["api.telegram.org/bot"],
        &[Begin, Of(DIGIT, 8, 10), Is(":"), exactly(BASE64_URL, 35)],
        "https://core.telegram.org/bots/api#making-requests",
    ),
    token(
        "zapier-webhook",
        Webhook,
        &["hooks.zapier.com/hooks/catch/"],
        &[Begin, Of(DIGIT, 4, 12), Is("/"), Of(Bytes::of("a-z0-9/"), 5, 24)],
        "https://help.zapier.com/hc/en-us/articles/8496288690317",
    ),
    token(
        "make-webhook",
        Webhook,
        &[
            "hook.eu1.make.com/",
            "hook.eu2.make.com/",
            "hook.us1.make.com/",
            "hook.us2.make.com/",
            "hook.integromat.com/",
        ],
        &[Begin, Of(LOWER, 24, 40)],
        "https://www.make.com/en/help/tools/webhooks",
    ),
    token(
        "ifttt-webhook",
        Webhook,
        &["/with/key/"],
        &[Begin, Of(BASE64_URL, 20, 64)],
        "https://help.ifttt.com/hc/en-us/articles/115010230347",
    ),
    token(
        "feishu-webhook",
        Webhook,
        &["/open-apis/bot/v2/hook/", "/open-apis/bot/hook/"],
        &[Begin, Of(BASE64_URL, 32, 40)],
        "https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot",
    ),
    token(
        "mattermost-webhook",
        Webhook,
        &["/hooks/"],
        &[Begin, exactly(LOWER, 26)],
        "https://developers.mattermost.com/integrate/webhooks/incoming/",
    )
    .if_(mixed),
    token(
        "rocket-chat-webhook",
        Webhook,
        &["/hooks/"],
        &[Begin, Of(ALNUM, 17, 24), Is("/"), Of(ALNUM, 40, 48)],
        "https://docs.rocket.chat/docs/integrations",
    ),
    token(
        "healthchecks-address",
        Webhook,
        &["hc-ping.com/"],
        &[Begin, exactly(UUID, 36)],
        "https://healthchecks.io/docs/http_api/",
    )
    .if_(is_uuid),
    token(
        "pagerduty-key",
        ApiKey,
        &[
            "pagerduty_key",
            "pagerduty_token",
            "pagerduty_routing_key",
            "pagerduty_service_key",
            "routing_key",
            "service_key",
            "pagerduty",
        ],
        &[Gap, exactly(LOWER, 32)],
        "https://support.pagerduty.com/main/docs/services-and-integrations",
    )
    .if_(mixed),
    token(
        "pagerduty-token",
        Token,
        &["Authorization: Token token=", "pagerduty_api_key", "pagerduty_api_token", "pd_api_key"],
        &[Gap, exactly(Bytes::of("A-Za-z0-9+_-"), 20)],
        "https://support.pagerduty.com/main/docs/api-access-keys",
    )
    .if_(mixed),
    token(
        "opsgenie-key",
        ApiKey,
        &["GenieKey", "opsgenie_api_key", "opsgenie_key", "opsgenie"],
        &[Gap, exactly(UUID, 36)],
        "https://support.atlassian.com/opsgenie/docs/api-key-management/",
    )
    .if_(is_uuid),
    token(
        "victorops-webhook",
        Webhook,
        &["/integrations/generic/20131114/alert/"],
        &[Begin, exactly(UUID, 36)],
        "https://help.victorops.com/knowledge-base/rest-endpoint-integration-guide/",
    )
    .if_(is_uuid),
    token(
        "matrix-token",
        Token,
        &["syt_"],
        &[Of(PADDED, 2, 128), Is("_"), exactly(ALNUM, 20), Is("_"), exactly(ALNUM, 6)],
        "https://element-hq.github.io/synapse/latest/",
    ),
    token(
        "sendgrid-key",
        ApiKey,
        &["SG."],
        &[Of(BASE64_URL, 20, 24), Is("."), Of(BASE64_URL, 39, 50)],
        "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys",
    ),
    token(
        "mailgun-key",
        ApiKey,
        &["key-"],
        &[exactly(HEX, 32)],
        "https://documentation.mailgun.com/docs/mailgun/api-reference/mg-auth",
    ),
    token(
        "mailgun-new-key",
        ApiKey,
        &["mailgun_api_key", "mailgun_key", "mailgun"],
        &[Gap, exactly(HEX, 32), Is("-"), exactly(HEX, 8), Is("-"), exactly(HEX, 8)],
        "https://documentation.mailgun.com/docs/mailgun/api-reference/mg-auth",
    ),
    token(
        "mailchimp-key",
        ApiKey,
        &["-us"],
        &[Of(DIGIT, 1, 2)],
        "https://mailchimp.com/developer/marketing/guides/quick-start/",
    )
    .after(HEX, 32, 32),
    token("mailersend-key", ApiKey, &["mlsn."], &[exactly(HEX, 64)], "https://developers.mailersend.com/general.html"),
    token(
        "brevo-key",
        ApiKey,
        &["xkeysib-", "xsmtpsib-"],
        &[exactly(HEX, 64), Is("-"), exactly(ALNUM, 16)],
        "https://developers.brevo.com/docs/getting-started",
    ),
    token(
        "resend-key",
        ApiKey,
        &["re_"],
        &[exactly(ALNUM, 8), Is("_"), Of(ALNUM, 22, 26)],
        "https://resend.com/docs/api-reference/introduction",
    ),
    token(
        "postmark-token",
        Token,
        &[
            "X-Postmark-Server-Token",
            "X-Postmark-Account-Token",
            "postmark_api_token",
            "postmark_token",
            "postmark_server_token",
        ],
        &[Gap, exactly(UUID, 36)],
        "https://postmarkapp.com/developer/api/overview",
    )
    .if_(is_uuid),
    token("twilio-key", ApiKey, &["SK"], &[exactly(ANY_HEX, 32)], "https://www.twilio.com/docs/iam/api-keys")
        .if_(mixed),
    token(
        "twilio-auth-token",
        Token,
        &["twilio_auth_token", "twilio_token", "twilio"],
        &[Gap, exactly(HEX, 32)],
        "https://www.twilio.com/docs/iam/api/authtoken",
    ),
    token(
        "line-notify-token",
        Token,
        &["line_notify_token", "line_token"],
        &[Gap, exactly(ALNUM, 43)],
        "https://developers.line.biz/en/docs/",
    ),
    token(
        "telnyx-key",
        ApiKey,
        &["KEY0"],
        &[exactly(UPPER, 31), Is("_"), exactly(ALNUM, 22)],
        "https://developers.telnyx.com/docs/overview",
    ),
];
