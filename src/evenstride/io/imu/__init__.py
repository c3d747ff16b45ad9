"""Files of motion sensors (CSV) to `ImuRecording`."""

from evenstride.io.imu.declaration import ImuDeclaration
from evenstride.io.imu.read import looks_like_imu_csv, read_imu_csv
from evenstride.io.imu.trials import read_imu_trials

__all__ = ["ImuDeclaration", "looks_like_imu_csv", "read_imu_csv", "read_imu_trials"]
