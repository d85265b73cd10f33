//! What `ask` accepts.

use std::path::PathBuf;

use clap::Args;

use crate::ask::KeyFrom;

use super::{MAX_BYTES, MaskingArgs, bytes};

const ASK_EXAMPLES: &str = "\
Examples:
  stackengine ask incident/ --provider anthropic --model MODEL --dry-run     show what would be sent
  kubectl describe pod web | stackengine ask --provider ollama --model MODEL
  stackengine ask incident/ job.yaml --provider openai --model MODEL --output job.yaml

Nothing is sent but what --dry-run shows. The key is taken from the provider's environment variable (ANTHROPIC_API_KEY,
OPENAI_API_KEY, GEMINI_API_KEY, OPENROUTER_API_KEY, MISTRAL_API_KEY, GROQ_API_KEY, AZURE_OPENAI_API_KEY), of any other server
from STACKENGINE_API_KEY; where that is not set, from the system's keyring (`stackengine key put PROVIDER`). A model on this
machine needs none. HTTPS_PROXY and NO_PROXY are honoured, and so is
SSL_CERT_FILE.";

const ASK_STATUS: &str = "\
Exit status:
  0  the model answered, and nothing of its answer was dropped
  2  nothing was asked or no answer came, and standard error says in one sentence what to do
  3  the model answered, and a part of the answer was dropped";

#[derive(Debug, Args)]
#[command(after_help = ASK_STATUS, after_long_help = format!("{ASK_EXAMPLES}\n\n{ASK_STATUS}"))]
pub(crate) struct AskArgs {
    /// Files and folders, or `-` for standard input; standard input alone where none is given
    ///
    /// Anything that diagnose reads. With the manifest among them the model may propose edits.
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Who is asked [default: whose key is in the environment]
    #[arg(long, value_name = "NAME", value_parser = provider_names())]
    pub(crate) provider: Option<String>,
    /// The model, as the provider calls it
    #[arg(long, value_name = "NAME")]
    pub(crate) model: Option<String>,
    /// Where the key is [default: the environment variable; where it is not set, the keyring]
    #[arg(long, value_name = "WHERE", value_enum)]
    pub(crate) key_from: Option<KeyFrom>,
    /// Where to ask, instead of the provider's own address: the whole address of the endpoint
    #[arg(long, value_name = "URL")]
    pub(crate) address: Option<String>,
    /// Ask over plain HTTP another machine than this one
    #[arg(long)]
    pub(crate) plain_http: bool,
    /// Trust the certificate authorities of this file (PEM) instead of the system's; so does SSL_CERT_FILE
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_file: Option<PathBuf>,
    /// About how many tokens to send at most
    #[arg(long, value_name = "N", default_value_t = 6000, value_parser = clap::value_parser!(u32).range(1000..=200_000))]
    pub(crate) budget: u32,
    /// Tokens of the answer at most
    #[arg(long, value_name = "N", default_value_t = 4000, value_parser = clap::value_parser!(u32).range(200..=64_000))]
    pub(crate) max_tokens: u32,
    /// Do not send a schema for the answer: for servers that know none
    #[arg(long)]
    pub(crate) plain: bool,
    /// Seconds that an answer may take
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) timeout: u64,
    /// Print the exact request, and send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Send without asking first
    #[arg(long, short)]
    pub(crate) yes: bool,
    /// Write the manifest with the edits that hold to this file, with everything put back that was masked
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// The workload to ask about, by name [default: the most urgent]
    #[arg(long, value_name = "NAME")]
    pub(crate) about: Option<String>,
    /// Bytes of input that are held at most; of a longer one the beginning and the end are read
    #[arg(long, value_name = "N", default_value_t = MAX_BYTES, hide_default_value = true, value_parser = bytes)]
    pub(crate) max_bytes: u64,
    #[command(flatten)]
    pub(crate) masking: MaskingArgs,
}

pub(super) fn provider_names() -> clap::builder::PossibleValuesParser {
    stackengine::ask::PROVIDERS.iter().map(|provider| provider.name).collect::<Vec<_>>().into()
}
