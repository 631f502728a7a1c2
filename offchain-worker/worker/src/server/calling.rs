// SPDX-License-Identifier: Apache-2.0
//! The call that is being answered. Its connection gives way until it is known that somebody signed the call: the name of
//! a method costs nothing.

use super::connections::{AtWork, Connection};
use std::{cell::OnceCell, sync::Arc};

tokio::task_local! {
	static CALL: Call;
}

struct Call {
	connection: Arc<Connection>,
	/// Once somebody is known to have signed it.
	at_work: OnceCell<AtWork>,
}

/// Answers a call that came on this connection.
pub(super) async fn answering<Work: Future>(
	connection: &Arc<Connection>,
	work: Work,
) -> Work::Output {
	let call = Call { connection: connection.clone(), at_work: OnceCell::new() };
	CALL.scope(call, work).await
}

/// Keeps the connection of the call that is being answered, now that somebody is known to have signed it: it no longer
/// gives way.
pub(super) fn keep_connection() {
	// A call that came on no connection has none to keep.
	let _ = CALL.try_with(|call| {
		call.at_work.get_or_init(|| call.connection.at_work());
	});
}
