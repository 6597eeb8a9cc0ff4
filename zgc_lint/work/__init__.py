"""Dear work on documents: what it is, who does it (this process, others, a cluster), and what is known from before.

Reading a file, looking at its pictures and judging its prose each stand by themselves: a task is told all it needs and
gives plain data back. So it does not matter where it is done, nor when; everything else happens in the main process.
"""
