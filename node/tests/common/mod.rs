// SPDX-License-Identifier: Apache-2.0
//! Starts the built binary on 127.0.0.1 with free ports and a temporary folder, and ends it by its
//! process id.
#![allow(dead_code)]

use serde_json::{Value, json};
use std::{
	io::{BufRead, BufReader, Read, Write},
	net::TcpStream,
	path::Path,
	process::{Child, Command, Output, Stdio},
	sync::{Arc, Mutex},
	thread,
	time::{Duration, Instant},
};

/// How long any one thing may take before a test fails.
const TIME_LIMIT: Duration = Duration::from_secs(120);

/// A running node.
pub struct Node {
	process: Child,
	log: Arc<Mutex<String>>,
	port: u16,
}

impl Node {
	/// Starts a development chain in a folder, with more options.
	pub fn start(folder: &Path, options: &[&str]) -> Self {
		let mut process = binary()
			.args(["--dev", "--rpc-port", "0", "--no-prometheus", "--base-path"])
			.arg(folder)
			.args(options)
			.stdout(Stdio::null())
			.stderr(Stdio::piped())
			.spawn()
			.expect("the binary starts");
		let log = Arc::new(Mutex::new(String::new()));
		let lines = BufReader::new(process.stderr.take().expect("stderr is piped")).lines();
		let written = log.clone();
		thread::spawn(move || {
			for line in lines.map_while(Result::ok) {
				let mut log = written.lock().unwrap();
				log.push_str(&line);
				log.push('\n');
			}
		});
		let mut node = Self { process, log, port: 0 };
		node.port = wait_for("the JSON-RPC server", || {
			if let Some(status) = node.process.try_wait().expect("the process can be asked") {
				panic!("the node ended with {status}:\n{}", node.log());
			}
			port_in(&node.log())
		});
		node
	}

	/// What the node has logged so far.
	pub fn log(&self) -> String {
		self.log.lock().unwrap().clone()
	}

	/// The port of 127.0.0.1 that the server listens on.
	pub fn port(&self) -> u16 {
		self.port
	}

	/// Sends any body as one HTTP request that claims to be of this length, and gives the answer.
	pub fn post(&self, body: &str, length: usize) -> Value {
		post(self.port, body, length)
	}

	/// Calls a method: its result, or its error.
	pub fn call(&self, method: &str, params: Value) -> Result<Value, Value> {
		let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
		let request = request.to_string();
		let mut answer = self.post(&request, request.len());
		match answer.get("error") {
			Some(error) => Err(error.clone()),
			None => Ok(answer["result"].take()),
		}
	}

	/// Calls a method that must succeed.
	pub fn ask(&self, method: &str, params: Value) -> Value {
		self.call(method, params)
			.unwrap_or_else(|error| panic!("{method}: {error}\n{}", self.log()))
	}

	/// Makes a block, final at once, and gives its hash.
	pub fn make_block(&self) -> String {
		let made = self.ask("engine_createBlock", json!([true, true]));
		made["hash"].as_str().expect("a block has a hash").to_owned()
	}

	/// The number of the best block.
	pub fn height(&self) -> u64 {
		number(&self.ask("chain_getHeader", json!([])))
	}

	/// The number of the finalized block.
	pub fn finalized(&self) -> u64 {
		let hash = self.ask("chain_getFinalizedHead", json!([]));
		number(&self.ask("chain_getHeader", json!([hash])))
	}

	/// The on-chain clock.
	pub fn clock(&self) -> u64 {
		// twox128("Timestamp") ++ twox128("Now")
		let key = "0xf0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb";
		let stored = self.ask("state_getStorage", json!([key]));
		let hex = stored.as_str().expect("the clock is set").trim_start_matches("0x").to_owned();
		let bytes = (0..16).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap());
		u64::from_le_bytes(bytes.collect::<Vec<_>>().try_into().unwrap())
	}

	/// Asks the node to end, as Ctrl-C does, and waits until it has.
	pub fn stop(mut self) {
		let id = self.process.id().to_string();
		let asked = Command::new("kill").args(["-INT", &id]).status().expect("kill runs");
		assert!(asked.success());
		wait_for("the node's end", || self.process.try_wait().expect("the process can be asked"));
	}
}

impl Drop for Node {
	fn drop(&mut self) {
		let _ = self.process.kill();
		let _ = self.process.wait();
	}
}

/// The built binary.
pub fn binary() -> Command {
	Command::new(env!("CARGO_BIN_EXE_salus-node"))
}

/// Runs the binary to its end.
pub fn run(arguments: &[&str]) -> Output {
	binary().args(arguments).output().expect("the binary runs")
}

/// Waits until there is something, but not for ever.
pub fn wait_for<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
	let start = Instant::now();
	loop {
		if let Some(found) = found() {
			return found;
		}
		assert!(start.elapsed() < TIME_LIMIT, "waited {TIME_LIMIT:?} in vain for {what}");
		thread::sleep(Duration::from_millis(50));
	}
}

fn number(header: &Value) -> u64 {
	let hex = header["number"].as_str().expect("a header has a number");
	u64::from_str_radix(hex.trim_start_matches("0x"), 16).expect("a number is hexadecimal")
}

fn port_in(log: &str) -> Option<u16> {
	let (_, after) = log.split_once("Running JSON-RPC server: addr=")?;
	let (_, after) = after.split_once("127.0.0.1:")?;
	let end = after.find(|letter: char| !letter.is_ascii_digit())?;
	after[..end].parse().ok()
}

fn post(port: u16, body: &str, length: usize) -> Value {
	let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("the node listens");
	stream.set_read_timeout(Some(TIME_LIMIT)).unwrap();
	write!(
		stream,
		"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n\
		 Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
	)
	.unwrap();
	let mut answer = String::new();
	stream.read_to_string(&mut answer).expect("the node answers");
	let (_, body) = answer.split_once("\r\n\r\n").expect("an answer has a body");
	// The body may come in chunks; between its first and last brace it is the answer.
	let (start, end) = (body.find('{').expect("a brace"), body.rfind('}').expect("a brace"));
	serde_json::from_str(&body[start..=end])
		.unwrap_or_else(|error| panic!("{error} in the answer {answer}"))
}
