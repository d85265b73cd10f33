//! Who can be asked, and how each of them wants it: a table, one row a provider.
//!
//! `docs/ask-wire-formats.md` says where each field is documented, and which of them were read again and when.

/// The shape of the conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// Anthropic's Messages.
    Messages,
    /// OpenAI's Responses.
    Responses,
    /// OpenAI's Chat Completions, which many servers speak.
    Chat,
    /// Google's `generateContent`.
    Gemini,
}

/// Who can be asked.
#[derive(Debug)]
pub struct Provider {
    /// The name on the command line.
    pub name: &'static str,
    /// The name in sentences.
    pub title: &'static str,
    /// The shape of the conversation.
    pub wire: Wire,
    /// The address that requests go to; `{model}` stands for the model. Empty where each user has their own.
    pub address: &'static str,
    /// The environment variable that holds the key; `None` where there usually is none.
    pub key_variable: Option<&'static str>,
    /// The header that carries the key.
    pub key_header: &'static str,
    /// What stands before the key in that header.
    pub key_before: &'static str,
    /// What the bound of the answer's length is called in the body.
    pub max_tokens: &'static str,
    /// Whether the figures of a streamed answer must be asked for.
    pub ask_for_usage: bool,
    /// Where to get a key, or how to start the server: the end of a sentence.
    pub cure: &'static str,
}

impl Provider {
    /// The provider of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        PROVIDERS.iter().find(|provider| provider.name == name)
    }

    /// Whether it runs on the user's own machine unless told otherwise.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.key_variable.is_none()
    }
}

const CHAT: Provider = Provider {
    name: "",
    title: "",
    wire: Wire::Chat,
    address: "",
    key_variable: None,
    key_header: "authorization",
    key_before: "Bearer ",
    max_tokens: "max_tokens",
    ask_for_usage: false,
    cure: "",
};

/// Every provider, in the order in which lists show them.
pub static PROVIDERS: &[Provider] = &[
    Provider {
        name: "anthropic",
        title: "Anthropic",
        wire: Wire::Messages,
        address: "https://api.anthropic.com/v1/messages",
        key_variable: Some("ANTHROPIC_API_KEY"),
        key_header: "x-api-key",
        key_before: "",
        cure: "make a key in the Anthropic console",
        ..CHAT
    },
    Provider {
        name: "openai",
        title: "OpenAI",
        wire: Wire::Responses,
        address: "https://api.openai.com/v1/responses",
        key_variable: Some("OPENAI_API_KEY"),
        max_tokens: "max_output_tokens",
        cure: "make a key on OpenAI's platform",
        ..CHAT
    },
    Provider {
        name: "openai-chat",
        title: "OpenAI",
        address: "https://api.openai.com/v1/chat/completions",
        key_variable: Some("OPENAI_API_KEY"),
        max_tokens: "max_completion_tokens",
        ask_for_usage: true,
        cure: "make a key on OpenAI's platform",
        ..CHAT
    },
    Provider {
        name: "gemini",
        title: "Gemini",
        wire: Wire::Gemini,
        address: "https://generativelanguage.googleapis.com/v1beta/models/{model}:streamGenerateContent?alt=sse",
        key_variable: Some("GEMINI_API_KEY"),
        key_header: "x-goog-api-key",
        key_before: "",
        max_tokens: "maxOutputTokens",
        cure: "make a key in Google AI Studio",
        ..CHAT
    },
    Provider {
        name: "openrouter",
        title: "OpenRouter",
        address: "https://openrouter.ai/api/v1/chat/completions",
        key_variable: Some("OPENROUTER_API_KEY"),
        cure: "make a key in the settings of OpenRouter",
        ..CHAT
    },
    Provider {
        name: "mistral",
        title: "Mistral",
        address: "https://api.mistral.ai/v1/chat/completions",
        key_variable: Some("MISTRAL_API_KEY"),
        cure: "make a key in Mistral's console",
        ..CHAT
    },
    Provider {
        name: "groq",
        title: "Groq",
        address: "https://api.groq.com/openai/v1/chat/completions",
        key_variable: Some("GROQ_API_KEY"),
        max_tokens: "max_completion_tokens",
        cure: "make a key in the Groq console",
        ..CHAT
    },
    Provider {
        name: "azure",
        title: "Azure OpenAI",
        key_variable: Some("AZURE_OPENAI_API_KEY"),
        key_header: "api-key",
        key_before: "",
        max_tokens: "max_completion_tokens",
        ask_for_usage: true,
        cure: "copy a key from the resource in the Azure portal",
        ..CHAT
    },
    Provider {
        name: "ollama",
        title: "Ollama",
        address: "http://localhost:11434/v1/chat/completions",
        ask_for_usage: true,
        cure: "start it with `ollama serve`",
        ..CHAT
    },
    Provider {
        name: "llama.cpp",
        title: "llama.cpp",
        address: "http://localhost:8080/v1/chat/completions",
        ask_for_usage: true,
        cure: "start it with `llama-server -m MODEL.gguf`",
        ..CHAT
    },
    Provider {
        name: "lm-studio",
        title: "LM Studio",
        address: "http://localhost:1234/v1/chat/completions",
        ask_for_usage: true,
        cure: "start it with `lms server start`",
        ..CHAT
    },
    Provider {
        name: "compatible",
        title: "the server",
        cure: "see whether it is running and speaks Chat Completions",
        ..CHAT
    },
];
