"""The ground floor: bytes → cells and text, safely. It knows zips, encodings and calamine, no checklist."""
