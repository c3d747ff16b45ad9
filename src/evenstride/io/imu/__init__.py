"""Files of motion sensors (CSV) to `ImuRecording`."""

from evenstride.io.imu.declaration import ImuDeclaration
from evenstride.io.imu.read import read_imu_csv
from evenstride.io.imu.recognise import is_sensor_table
from evenstride.io.imu.trials import read_imu_trials

__all__ = ["ImuDeclaration", "is_sensor_table", "read_imu_csv", "read_imu_trials"]
