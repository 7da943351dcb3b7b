"""Settings: where the shipped data lie, and what a workspace says of itself."""

from itakusaki.settings.data_folders import data_folder
from itakusaki.settings.workspace import Workspace, load_evidence_settings, load_workspace

__all__ = ["Workspace", "data_folder", "load_evidence_settings", "load_workspace"]
