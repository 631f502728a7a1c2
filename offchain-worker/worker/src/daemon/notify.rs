// SPDX-License-Identifier: Apache-2.0
//! Tells the service manager that the worker serves, as `Type=notify` of its unit in `deployment/` asks (sd_notify(3)).

use std::{env, io, os::unix::net::UnixDatagram, path::Path};

/// Says so, if a service manager waits to hear it.
pub fn ready() {
	let Some(socket) = env::var_os("NOTIFY_SOCKET") else {
		return;
	};
	if let Err(cause) = tell(Path::new(&socket)) {
		tracing::warn!(%cause, "the service manager can't be told that this worker serves");
	}
}

fn tell(socket: &Path) -> io::Result<()> {
	UnixDatagram::unbound()?.send_to(b"READY=1", socket).map(drop)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_service_manager_hears_that_the_worker_serves() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("notify");
		assert!(tell(&path).is_err(), "nobody listens");
		let manager = UnixDatagram::bind(&path).unwrap();
		tell(&path).unwrap();
		let mut heard = [0; 64];
		let length = manager.recv(&mut heard).unwrap();
		assert_eq!(&heard[..length], b"READY=1");
	}
}
