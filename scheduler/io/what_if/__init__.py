"""What a comparison of scenarios looks like in files: JSON, a workbook, and one page that can be sent to a board."""
