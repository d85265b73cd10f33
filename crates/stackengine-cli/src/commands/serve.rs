//! `stackengine serve`.

use std::io::Write as _;
use std::time::Duration;

use super::print;
use crate::args::ServeArgs;
use crate::outcome::{Failure, Outcome};
use crate::serve::{Files, Proxy, Server};

/// Serves the page until the program is ended.
pub(crate) fn serve(args: &ServeArgs) -> Result<Outcome, Failure> {
    let server = server(args).map_err(Failure::Unusable)?;
    let address = server.address();
    print(format!("StackEngine is at {address}  (Ctrl-C ends it)\n").as_bytes())?;
    if args.open && open::that_detached(&address).is_err() {
        let _ = writeln!(std::io::stderr().lock(), "no browser could be opened: open the address yourself");
    }
    server.run()
}

fn server(args: &ServeArgs) -> Result<Server, String> {
    let folder = args.dir.clone().map_or_else(Files::folder, Ok)?;
    let proxy = Proxy::new(args.address.as_deref(), Duration::from_secs(args.timeout))?;
    Server::bind(args.port, Files::list(&folder)?, proxy)
}
