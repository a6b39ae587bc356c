migrations: ; .venv/bin/python manage.py makemigrations
