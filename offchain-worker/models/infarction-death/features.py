# SPDX-License-Identifier: Apache-2.0
"""What the model takes, in the order of its columns."""

from training.features import MALE, SYSTOLIC, age, heart_rate

FEATURES = [age(18), MALE, SYSTOLIC, heart_rate("Heart rate")]

# None has a square: 57 deaths carry no more.
POWERS = [[1], [1], [1], [1]]

# To what each is read: as finely as the study took it down.
READ_TO = [1, 1, 1, 1]

# One of these must be there, and active: an infarction that is not said to be acute may be an old one.
REQUIRED_CONDITIONS = {
    "57054005": "Acute myocardial infarction",
    "401303003": "Acute ST segment elevation myocardial infarction",
    "401314000": "Acute non-ST segment elevation myocardial infarction",
}
