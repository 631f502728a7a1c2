# SPDX-License-Identifier: Apache-2.0
"""What the models' own scripts share: one way to fit, measure, explain and write a model.

Import it first: sums must run on one thread, or their last bits vary from run to run.
"""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
