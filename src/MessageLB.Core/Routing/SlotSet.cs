using System.Numerics;

namespace MessageLB.Core.Routing;

/// <summary>A set of slots that finds the next one after any other in constant time. One thread.</summary>
internal sealed class SlotSet
{
    private const int BitsOfWord = 64;

    private ulong[] _words = [];
    private ulong[] _summary = [];

    /// <summary>Makes it empty, with room for slots below <paramref name="count"/>.</summary>
    public void Reset(int count)
    {
        var words = (count + BitsOfWord - 1) / BitsOfWord;
        _words = new ulong[words];
        _summary = new ulong[(words + BitsOfWord - 1) / BitsOfWord];
    }

    /// <summary>Whether it holds a slot.</summary>
    public bool Contains(int slot) => (uint)(slot / BitsOfWord) < (uint)_words.Length && (_words[slot / BitsOfWord] & (1UL << slot)) != 0;

    /// <summary>Puts a slot in; false if it was there.</summary>
    public bool Add(int slot)
    {
        var word = slot / BitsOfWord;
        var before = _words[word];
        if ((before & (1UL << slot)) != 0) return false;
        _words[word] = before | (1UL << slot);
        _summary[word / BitsOfWord] |= 1UL << word;
        return true;
    }

    /// <summary>Takes a slot out; false if it was not there.</summary>
    public bool Remove(int slot)
    {
        var word = slot / BitsOfWord;
        var before = _words[word];
        if ((before & (1UL << slot)) == 0) return false;
        _words[word] = before & ~(1UL << slot);
        if (_words[word] == 0) _summary[word / BitsOfWord] &= ~(1UL << word);
        return true;
    }

    /// <summary>The smallest slot larger than <paramref name="slot"/>; -1 if there is none.</summary>
    public int After(int slot)
    {
        var start = slot + 1;
        var word = start / BitsOfWord;
        if (word >= _words.Length) return -1;
        var rest = _words[word] & (ulong.MaxValue << start);
        if (rest != 0) return (word * BitsOfWord) + BitOperations.TrailingZeroCount(rest);
        word = WordAfter(word);
        return word < 0 ? -1 : (word * BitsOfWord) + BitOperations.TrailingZeroCount(_words[word]);
    }

    private int WordAfter(int word)
    {
        var start = word + 1;
        var group = start / BitsOfWord;
        if (group >= _summary.Length) return -1;
        var rest = _summary[group] & (ulong.MaxValue << start);
        while (rest == 0)
        {
            if (++group >= _summary.Length) return -1;
            rest = _summary[group];
        }

        return (group * BitsOfWord) + BitOperations.TrailingZeroCount(rest);
    }
}
