//! Makers of language models, and what is built around them.

use super::format::{Format, Run::*, at_least, exactly, token};
use super::sets::*;
use crate::redact::Kind::*;

pub(super) static FORMATS: &[Format] = &[
    token(
        "openai-key",
        ApiKey,
        &["sk-proj-", "sk-svcacct-", "sk-admin-", "sk-None-", "sk-service-"],
        &[at_least(BASE64_URL, 40)],
        "https://platform.openai.com/docs/api-reference/authentication",
    ),
    token(
        "openai-old-key",
        ApiKey,
        &["T3BlbkFJ"],
        &[Of(BASE64_URL, 20, 100)],
        "https://platform.openai.com/docs/api-reference/authentication",
    )
    .after(BASE64_URL, 23, 128),
    // The bare prefix is shared by several makers and by proxies before them.
    token("model-key", ApiKey, &["sk-"], &[Of(ALNUM, 32, 64)], "https://api-docs.deepseek.com/").if_(mixed),
    token(
        "anthropic-key",
        ApiKey,
        &["sk-ant-"],
        &[at_least(BASE64_URL, 40)],
        "https://docs.anthropic.com/en/api/overview",
    ),
    token(
        "openrouter-key",
        ApiKey,
        &["sk-or-v1-"],
        &[exactly(HEX, 64)],
        "https://openrouter.ai/docs/api-reference/authentication",
    ),
    token("langfuse-key", ApiKey, &["sk-lf-"], &[exactly(UUID, 36)], "https://langfuse.com/docs/api").if_(is_uuid),
    token(
        "langsmith-key",
        ApiKey,
        &["lsv2_pt_", "lsv2_sk_"],
        &[exactly(HEX, 32), Is("_"), exactly(HEX, 10)],
        "https://docs.smith.langchain.com/",
    ),
    token(
        "hugging-face-token",
        Token,
        &["hf_", "api_org_"],
        &[Of(ALNUM, 34, 40)],
        "https://huggingface.co/docs/hub/security-tokens",
    ),
    token("groq-key", ApiKey, &["gsk_"], &[Of(ALNUM, 48, 56)], "https://console.groq.com/docs/quickstart"),
    token("replicate-token", Token, &["r8_"], &[Of(ALNUM, 37, 40)], "https://replicate.com/docs/reference/http"),
    token("xai-key", ApiKey, &["xai-"], &[Of(ALNUM, 70, 90)], "https://docs.x.ai/docs/tutorial"),
    token(
        "perplexity-key",
        ApiKey,
        &["pplx-"],
        &[Of(ALNUM, 40, 64)],
        "https://docs.perplexity.ai/getting-started/quickstart",
    ),
    token(
        "nvidia-key",
        ApiKey,
        &["nvapi-"],
        &[Of(BASE64_URL, 60, 80)],
        "https://docs.api.nvidia.com/nim/reference/llm-apis",
    ),
    token(
        "pinecone-key",
        ApiKey,
        &["pcsk_"],
        &[Of(WORD, 40, 90)],
        "https://docs.pinecone.io/guides/projects/manage-api-keys",
    ),
    token("cerebras-key", ApiKey, &["csk-"], &[Of(LOWER, 40, 64)], "https://inference-docs.cerebras.ai/quickstart")
        .if_(mixed),
    token(
        "tavily-key",
        ApiKey,
        &["tvly-"],
        &[Of(BASE64_URL, 28, 64)],
        "https://docs.tavily.com/documentation/quickstart",
    ),
    token(
        "voyage-key",
        ApiKey,
        &["pa-"],
        &[Of(BASE64_URL, 43, 48)],
        "https://docs.voyageai.com/docs/api-key-and-installation",
    )
    .if_(mixed),
    token("jina-key", ApiKey, &["jina_"], &[Of(BASE64_URL, 50, 72)], "https://jina.ai/embeddings/"),
    token("runpod-key", ApiKey, &["rpa_"], &[Of(ALNUM, 40, 56)], "https://docs.runpod.io/get-started/api-keys"),
    token("together-key", ApiKey, &["tgp_v1_"], &[Of(BASE64_URL, 40, 64)], "https://docs.together.ai/docs/quickstart"),
    token(
        "fireworks-key",
        ApiKey,
        &["fw_"],
        &[Of(ALNUM, 22, 32)],
        "https://docs.fireworks.ai/getting-started/quickstart",
    )
    .if_(mixed),
    token(
        "elevenlabs-key",
        ApiKey,
        &["sk_"],
        &[exactly(HEX, 48)],
        "https://elevenlabs.io/docs/api-reference/authentication",
    ),
    token(
        "wandb-key",
        ApiKey,
        &["wandb_api_key", "wandb_key", "wandb"],
        &[Gap, exactly(HEX, 40)],
        "https://docs.wandb.ai/guides/track/environment-variables/",
    ),
    token("wandb-new-key", ApiKey, &["wandb_v1_"], &[Of(WORD, 60, 100)], "https://docs.wandb.ai/"),
    token(
        "model-key-by-name",
        ApiKey,
        &[
            "cohere_api_key",
            "co_api_key",
            "mistral_api_key",
            "together_api_key",
            "weaviate_api_key",
            "assemblyai_api_key",
            "deepgram_api_key",
            "stability_api_key",
        ],
        &[Gap, Of(BASE64_URL, 32, 72)],
        "https://docs.cohere.com/reference/about",
    )
    .if_(mixed),
    token(
        "clarifai-key",
        ApiKey,
        &["clarifai_pat", "clarifai_api_key"],
        &[Gap, exactly(HEX, 32)],
        "https://docs.clarifai.com/control/authentication/pat/",
    ),
    token(
        "roboflow-key",
        ApiKey,
        &["rf_"],
        &[exactly(ALNUM, 20)],
        "https://docs.roboflow.com/developer/authentication",
    )
    .if_(mixed),
    token("firecrawl-key", ApiKey, &["fc-"], &[exactly(HEX, 32)], "https://docs.firecrawl.dev/introduction"),
    token("e2b-key", ApiKey, &["e2b_"], &[exactly(HEX, 40)], "https://e2b.dev/docs/api-key"),
    token(
        "modal-token",
        Token,
        &["ak-", "as-"],
        &[exactly(ALNUM, 22)],
        "https://modal.com/docs/reference/modal.config",
    )
    .if_(mixed),
];
