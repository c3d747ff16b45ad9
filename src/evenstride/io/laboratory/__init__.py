"""Files of motion laboratories: markers (TRC; C3D through `evenstride.io.c3d`), forces and joint angles (MOT, STO)."""
