//! What `serve` accepts.

use std::path::PathBuf;

use clap::Args;

const SERVE_EXAMPLES: &str = "\
Examples:
  stackengine serve                          the page of web/dist, or of stackengine-page beside the program
  stackengine serve --dir web/dist --open    and opens it in the browser
  stackengine serve --address http://localhost:9000/v1/chat/completions

The page listens on this machine alone, and only whoever has the whole printed address is answered. Through it the page can ask
a model on this machine (Ollama, llama.cpp, LM Studio, or the server at --address) that would refuse a page from elsewhere.";

#[derive(Debug, Args)]
#[command(after_long_help = SERVE_EXAMPLES)]
pub(crate) struct ServeArgs {
    /// The folder with the built page [default: stackengine-page beside the program, else web/dist]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) dir: Option<PathBuf>,
    /// The port; 0 takes any that is free
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) port: u16,
    /// A server on this machine that speaks Chat Completions: the whole address of its endpoint
    #[arg(long, value_name = "URL")]
    pub(crate) address: Option<String>,
    /// Seconds that a model's answer may take
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) timeout: u64,
    /// Open the page in the browser
    #[arg(long)]
    pub(crate) open: bool,
}
