// SPDX-License-Identifier: Apache-2.0
//! Plays what the network must withstand, in this order, on one network, and writes a report in the
//! demo's form. `scripts/network --test` calls it.
//!
//! Names of behaviours as arguments choose those alone: each also stands by itself on a fresh network.

mod blocks_finalise;
mod collator_dies;
mod collator_joins;
mod memory_stays_bounded;
mod operator_returns;
mod relay_pauses;
mod runtime_upgrade;
mod scenario_passes;
mod strays_say_why;
mod warp_synced;

use anyhow::Context;
use salus_zombienet::{programs::Programs, report::Report, running::RunningNetwork};
use std::{
	env, fs,
	path::PathBuf,
	process::ExitCode,
	time::{Duration, Instant},
};
use tracing_subscriber::EnvFilter;

/// Name, who acts, what is expected.
type Behaviour = (&'static str, &'static str, &'static str);

const BEHAVIOURS: [Behaviour; 11] = [
	("blocks-finalise", "collator", "both collators make blocks that become final"),
	("strays-say-why", "collator", "set up wrongly, they say how and make no block"),
	("collator-dies", "collator", "the other goes on; back again, it catches up"),
	("operator-returns", "operator", "what it was drawn for waits, and is sealed once"),
	("relay-pauses", "validator", "nothing is final meanwhile; then it goes on"),
	(
		"runtime-upgrade",
		"authority",
		"two bodies, the delay; migrated with requests open, none lost or doubled",
	),
	(
		"collator-joins",
		"collator",
		"a third one sets its keys with their proof and stands as candidate",
	),
	("warp-synced", "auditor", "says which entries it lacks; repaired, it answers as a full node"),
	("scenario-passes", "patient", "the demo's twelve steps, on this network"),
	("third-collates", "collator", "the third one's blocks become final"),
	("memory-stays-bounded", "machine", "all processes within the stated memory"),
];

#[tokio::main]
async fn main() -> ExitCode {
	tracing_subscriber::fmt()
		.with_env_filter(EnvFilter::from_default_env())
		.with_writer(std::io::stderr)
		.init();
	match play().await {
		Ok(true) => ExitCode::SUCCESS,
		Ok(false) => ExitCode::FAILURE,
		Err(cause) => {
			eprintln!("error: {cause:#}");
			ExitCode::FAILURE
		}
	}
}

async fn play() -> anyhow::Result<bool> {
	// Options are the test runner's own, such as --nocapture: there is nothing here that they change.
	let wanted: Vec<String> =
		env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
	for name in &wanted {
		anyhow::ensure!(
			BEHAVIOURS.iter().any(|behaviour| behaviour.0 == name),
			"no behaviour {name}"
		);
	}
	let programs = Programs::from_environment()?;
	let folder = PathBuf::from(
		env::var_os("SALUS_NETWORK_FOLDER").context("SALUS_NETWORK_FOLDER names no folder")?,
	);
	let path = programs.root.join("target/network/report.json");
	fs::create_dir_all(&folder)?;

	let mut report = Report::default();
	report.head();
	let started_at = Instant::now();
	println!("{} the network starts", clock(started_at));
	let mut running = RunningNetwork::start(programs, &folder).await?;
	let about = ("network/start", "machine", "every node serves");
	let started = Ok(format!("two validators and two collators in {}", folder.display()));
	report.note(about, &started, running.block().await, started_at.elapsed());

	let all = wanted.is_empty();
	let mut warped = None;
	for (name, who, expected) in BEHAVIOURS {
		if !all && !wanted.iter().any(|one| one == name) {
			continue;
		}
		println!("{} {name} begins", clock(started_at));
		let began = Instant::now();
		let played = match name {
			"blocks-finalise" => blocks_finalise::play(&running).await,
			"strays-say-why" if all => strays_and_people(&mut running).await,
			"strays-say-why" => strays_say_why::play(&running).await,
			"scenario-passes" => scenario_passes::play(&mut running, &mut report).await,
			"collator-dies" => collator_dies::play(&running).await,
			"operator-returns" => operator_returns::play(&mut running).await,
			"relay-pauses" => relay_pauses::play(&mut running).await,
			"runtime-upgrade" => runtime_upgrade::play(&mut running).await,
			"collator-joins" if all => {
				let (joined, synced) = two_nodes(&mut running).await;
				warped = Some(synced);
				joined
			}
			"collator-joins" => collator_joins::play(&mut running).await,
			"warp-synced" => match warped.take() {
				Some(played) => played,
				None => warp_synced::play(&mut running).await,
			},
			"third-collates" => collator_joins::makes_blocks(&mut running).await,
			"memory-stays-bounded" => memory_stays_bounded::play(&running),
			other => Err(anyhow::anyhow!("no behaviour {other}")),
		};
		let took: Duration = began.elapsed();
		let full = format!("network/{name}");
		report.note((full.as_str(), who, expected), &played, running.block().await, took);
		// Written after each: a run of an hour that breaks off leaves what it saw.
		report.write(&path)?;
	}
	running.clear().await?;
	println!("{} The report is {}", clock(started_at), path.display());
	Ok(report.good())
}

/// When all is played: beside the strays, which only watch, the people get ready whom what follows needs.
async fn strays_and_people(running: &mut RunningNetwork) -> anyhow::Result<String> {
	let preparing = running.preparing()?;
	let (played, prepared) = tokio::join!(strays_say_why::play(running), preparing);
	running.take(prepared.context("preparing the people, beside it")?);
	played
}

/// When all is played: the third collator joins, and beside it, for both mostly wait, a node comes by warp sync.
async fn two_nodes(
	running: &mut RunningNetwork,
) -> (anyhow::Result<String>, anyhow::Result<String>) {
	let patient = warp_synced::disclosed(running).await;
	let shared = &*running;
	let (joined, synced) = tokio::join!(collator_joins::join(shared), async {
		warp_synced::sync(shared, &patient?).await
	});
	let joined = joined.map(|(third, observed)| {
		running.third = Some(third);
		observed
	});
	(joined, synced)
}

/// Minutes and seconds since the run began.
fn clock(began: Instant) -> String {
	let seconds = began.elapsed().as_secs();
	format!("{:02}:{:02}", seconds / 60, seconds % 60)
}
