// SPDX-License-Identifier: Apache-2.0
//! The process that reads documents, as it really is: the program itself, within its limits.

use salus_inference::{
	Engine, Model,
	assessment::{Content, End, Fault, Task, TaskInput},
};
use salus_primitives::{RecordId, RequestId};
use salus_worker::assessment::{Assessor, Death, Ending, Limits};
use std::{
	path::{Path, PathBuf},
	time::{Duration, Instant},
};
use zeroize::Zeroizing;

/// 2026-11-20T00:00:00Z.
const NOW: u64 = 1_795_132_800_000;

fn assessor(limits: Limits) -> Assessor {
	let program = PathBuf::from(env!("CARGO_BIN_EXE_salus-worker"));
	Assessor::of(program, Vec::new(), limits)
}

fn model() -> Model {
	let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../models/news2"));
	Model::load(folder, &Engine::new(1)).unwrap()
}

fn task(model: &Model, contents: &[Content]) -> Task {
	let inputs = contents.iter().zip(1..);
	Task {
		folder: model.folder().display().to_string(),
		digest: model.digest(),
		card: salus_core::cids::cid_of(model.card_bytes()).unwrap(),
		threads: 1,
		request: RequestId(9),
		at: NOW,
		inputs: inputs
			.map(|(content, record)| TaskInput {
				record: RecordId(record),
				contested: false,
				written: None,
				content: *content,
			})
			.collect(),
	}
}

async fn run(limits: Limits, documents: &[&str]) -> Ending {
	let model = model();
	let task = task(&model, &vec![Content::Document; documents.len()]);
	let documents: Vec<_> =
		documents.iter().map(|text| Zeroizing::new(text.as_bytes().to_vec())).collect();
	assessor(limits).run(&task, &documents).await.unwrap()
}

/// The kinds of problem.
fn refused(ending: Ending) -> Vec<String> {
	match ending {
		Ending::End(End::Refused { kinds }) => kinds,
		other => panic!("it ended as {other:?}"),
	}
}

fn died(ending: Ending) -> Death {
	match ending {
		Ending::Died(death) => death,
		other => panic!("it ended as {other:?}"),
	}
}

#[tokio::test]
async fn what_is_missing_is_refused() {
	let person = r#"{"resourceType":"Patient","gender":"female","birthDate":"1960-01-01"}"#;
	let kinds = refused(run(Limits::DEFAULT, &[person]).await);
	assert!(kinds.contains(&"missing".to_owned()), "{kinds:?}");
}

#[tokio::test]
async fn records_that_can_not_be_read_are_refused_and_told_by_kind_alone() {
	let model = model();
	let contents = [Content::Document, Content::Unreadable(Fault::OtherLength), Content::Document];
	let documents = [&b"{"[..], b"\xff"].map(|bytes| Zeroizing::new(bytes.to_vec()));
	let task = task(&model, &contents);
	let ending = assessor(Limits::DEFAULT).run(&task, &documents).await;
	assert_eq!(refused(ending.unwrap()), ["malformed"]);
}

/// What once ended every operator drawn, and what is like it.
#[tokio::test]
async fn deep_documents_and_private_tokens_are_refused_in_order() {
	let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
	let text = serde_json::to_string(&deep).unwrap();
	let mut nested = format!(r#"{{"$serde_json::private::RawValue":{text}}}"#);
	for _ in 0..3 {
		let inner = serde_json::to_string(&nested).unwrap();
		nested = format!(r#"{{"$serde_json::private::RawValue":{inner}}}"#);
	}
	let number = r#"{"$serde_json::private::Number":"1e999"}"#;
	let contained = (0..57).fold(r#"{"resourceType":"Basic"}"#.to_owned(), |inner, _| {
		format!(r#"{{"resourceType":"Basic","contained":[{inner}]}}"#)
	});
	for document in [deep.as_str(), &nested, number, &contained] {
		assert!(!refused(run(Limits::DEFAULT, &[document]).await).is_empty());
	}
}

#[tokio::test]
async fn with_too_little_memory_there_is_no_answer() {
	let limits = Limits { memory: 1, ..Limits::DEFAULT };
	let ending = run(limits, &["{}"]).await;
	// Where it ends hangs on the allocator: on the way to its stack, or while it loads the model.
	assert!(matches!(&ending, Ending::Died(_) | Ending::End(End::Failed(_))), "{ending:?}");
}

#[tokio::test]
async fn a_model_whose_files_have_changed_is_not_run() {
	let model = model();
	let mut task = task(&model, &[]);
	task.digest = [0; 32];
	let ending = assessor(Limits::DEFAULT).run(&task, &[]).await.unwrap();
	assert!(
		matches!(&ending, Ending::End(End::Failed(problem)) if problem.contains("changed")),
		"{ending:?}"
	);
}

#[tokio::test]
async fn the_time_from_start_to_end_is_limited() {
	// A child that never answers.
	let limits = Limits { time: 1, ..Limits::DEFAULT };
	let folder = tempfile::tempdir().unwrap();
	let assessor = scripted(folder.path(), "exec sleep 600", limits);
	let model = model();
	let began = Instant::now();
	let death = died(assessor.run(&task(&model, &[]), &[]).await.unwrap());
	assert_eq!(death.cause, "time");
	assert!(began.elapsed() < Duration::from_secs(60));
}

#[tokio::test]
async fn whatever_a_child_sends_the_daemon_tells_a_death_from_an_end() {
	let folder = tempfile::tempdir().unwrap();
	let model = model();
	for (does, cause) in [
		("exit 1", "fault"),
		("exit 0", "fault"),
		("kill -KILL $$", "memory"),
		("kill -SEGV $$", "signal"),
		(r"printf '\377\377\377\377garbage'; exec sleep 600", "garbage"),
		(r"printf '\001\000\000\000\011'; exec sleep 600", "garbage"),
		(r"printf '\005\000\000\000\000\002\000'", "fault"),
	] {
		let assessor = scripted(folder.path(), does, Limits::DEFAULT);
		let ending = assessor.run(&task(&model, &[]), &[]).await.unwrap();
		assert_eq!(died(ending).cause, cause, "{does}");
	}
}

#[tokio::test]
async fn a_child_knows_nothing_of_the_daemons_environment() {
	let folder = tempfile::tempdir().unwrap();
	let seen = folder.path().join("seen");
	let does = format!("{{ env; pwd; }} > {}", seen.display());
	let assessor = scripted(folder.path(), &does, Limits::DEFAULT);
	let model = model();
	died(assessor.run(&task(&model, &[]), &[]).await.unwrap());
	let seen = std::fs::read_to_string(seen).unwrap();
	for line in seen.lines() {
		let name = line.split('=').next().unwrap();
		// What a shell sets by itself, what ONNX Runtime needs, and what keeps it from writing files.
		let known = [
			"PWD",
			"SHLVL",
			"_",
			"OLDPWD",
			"ORT_DYLIB_PATH",
			"ORT_DISABLE_TELEMETRY",
			"HOME",
			"LD_LIBRARY_PATH",
			"/",
		];
		assert!(known.contains(&name), "{name}");
	}
}

/// The program starts itself again with what turns ONNX Runtime's telemetry off, with its own arguments.
#[test]
fn the_program_needs_no_variable_to_be_set() {
	let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_salus-worker"));
	let said = command.env_clear().arg("--version").output().unwrap();
	let version = String::from_utf8(said.stdout).unwrap();
	assert!(said.status.success(), "{version}");
	// With the commit.
	assert_eq!(version.trim_end(), concat!("salus-worker ", env!("SALUS_VERSION")));
	assert!(env!("SALUS_VERSION").starts_with(concat!(env!("CARGO_PKG_VERSION"), "-")));
}

/// Children that do this, whatever they are asked.
fn scripted(folder: &Path, does: &str, limits: Limits) -> Assessor {
	let script = folder.join("child");
	std::fs::write(&script, does).unwrap();
	Assessor::of(script, vec!["/bin/sh".into()], limits)
}
