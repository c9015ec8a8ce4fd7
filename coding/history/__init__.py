"""What happened: timelines, differences, a sheet as of a moment. Reads only."""
