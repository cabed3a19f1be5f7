"""For those who write units: re-executing notebooks, releasing assignments. Not in what students install."""
