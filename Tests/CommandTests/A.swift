import Logic
