// SPDX-License-Identifier: Apache-2.0
//! Whether this machine can make blocks in time: what a collator measures at each start, before anything else runs.

use polkadot_sdk::*;

use frame_benchmarking_cli::SUBSTRATE_REFERENCE_HARDWARE;
use sc_service::{Configuration, Error};
use sc_sysinfo::HwBench;

/// Measures processor, memory and disk for some seconds, and warns of what is slower than the SDK's reference hardware.
pub fn check(config: &Configuration) -> Result<(), Error> {
	let Some(path) = config.database.path() else {
		return Ok(());
	};
	// The disk is measured by a file that is written there.
	std::fs::create_dir_all(path)?;
	let measured = sc_sysinfo::gather_hwbench(Some(path), &SUBSTRATE_REFERENCE_HARDWARE);
	sc_sysinfo::print_hwbench(&measured);
	if let Some(slower) = slower(&measured) {
		log::warn!(
			"This machine is slower than the SDK's reference hardware: {slower}. Weights were measured on another \
			 machine, so a full block may take longer to make here than it may take, and be late. \
			 `salus-node benchmark machine` measures it for longer, `--no-hardware-benchmarks` leaves it out"
		);
	}
	Ok(())
}

/// What is below the reference, if anything is. The eight cores that it has are for validators of a relay chain.
fn slower(measured: &HwBench) -> Option<String> {
	let failures = SUBSTRATE_REFERENCE_HARDWARE.check_hardware(measured, false).err()?;
	let of_each = failures.0.iter().map(|failure| {
		format!(
			"{} {}: {} of {}",
			failure.metric.category(),
			failure.metric.name(),
			failure.found,
			failure.expected
		)
	});
	Some(of_each.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
	use super::*;
	use sc_sysinfo::Throughput;

	fn machine(processor: f64, disk: Option<f64>) -> HwBench {
		HwBench {
			cpu_hashrate_score: Throughput::from_mibs(processor),
			// Two cores, say, where a validator needs eight.
			parallel_cpu_hashrate_score: Throughput::from_mibs(1.0),
			parallel_cpu_cores: 8,
			memory_memcpy_score: Throughput::from_gibs(100.0),
			disk_sequential_write_score: disk.map(Throughput::from_mibs),
			disk_random_write_score: disk.map(Throughput::from_mibs),
		}
	}

	#[test]
	fn a_machine_that_is_fast_enough_is_not_warned_of() {
		assert_eq!(slower(&machine(2_000.0, Some(5_000.0))), None);
		// What fails to measure a disk reports that itself.
		assert_eq!(slower(&machine(2_000.0, None)), None);
	}

	#[test]
	fn slower_hardware_is_reported_beside_what_it_should_be() {
		let slower = slower(&machine(500.0, Some(500.0))).unwrap();
		assert_eq!(
			slower,
			"CPU BLAKE2-256: 500.00 MiBs of 1000.00 MiBs, Disk Seq Write: 500.00 MiBs of 950.00 MiBs"
		);
	}
}
