using System.Numerics;

namespace MessageLB.Core.Groups;

/// <summary>
/// Which destinations of a group changed since somebody last looked: one bit for each slot, so that a thousand changes of one
/// destination cost one look, and nothing ever overflows. Marking is thread-safe and lock-free; taking is for one thread.
/// </summary>
internal sealed class ChangeMarks
{
    private const int BitsOfWord = 64;
    private const int Words = (GroupUpdater.MaxDestinations + BitsOfWord - 1) / BitsOfWord;

    // The first one is looked at by every take; a group that it is enough for pays for no summary.
    private readonly ulong[] _words = new ulong[Words];

    // A bit for each other word that may hold bits, so that taking does not read all of them.
    private readonly ulong[] _summary = new ulong[(Words + BitsOfWord - 1) / BitsOfWord];
    private int _word = -1;
    private ulong _taken;

    /// <summary>Marks a slot. What was written before it is seen by whoever takes the mark.</summary>
    public void Mark(int slot)
    {
        var word = slot / BitsOfWord;
        Interlocked.Or(ref _words[word], 1UL << slot);
        if (word == 0) return;
        // Second: whoever takes this bit must find the other one.
        Interlocked.Or(ref _summary[word / BitsOfWord], 1UL << word);
    }

    /// <summary>Takes one marked slot; false if there is none left.</summary>
    public bool TryTake(out int slot)
    {
        while (_taken == 0)
        {
            if (!TryTakeWord())
            {
                slot = -1;
                return false;
            }
        }

        slot = (_word * BitsOfWord) + BitOperations.TrailingZeroCount(_taken);
        _taken &= _taken - 1;
        return true;
    }

    private bool TryTakeWord()
    {
        if (Volatile.Read(ref _words[0]) != 0)
        {
            Take(0);
            return true;
        }

        for (var i = 0; i < _summary.Length; i++)
        {
            var summary = Volatile.Read(ref _summary[i]);
            if (summary == 0) continue;
            var bit = BitOperations.TrailingZeroCount(summary);
            Interlocked.And(ref _summary[i], ~(1UL << bit));
            Take((i * BitsOfWord) + bit);
            return true;
        }

        return false;
    }

    private void Take(int word)
    {
        _word = word;
        _taken = Interlocked.Exchange(ref _words[word], 0);
    }
}
