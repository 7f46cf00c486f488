"""What planners ask: scenarios compared with things as they are, and neighbourhood teams designed. Answers name no patient and no visit."""
