namespace MessageLB;

/// <summary>
/// Topic patterns as AMQP defines them and RabbitMQ reads them: words separated by dots, <c>*</c> matches one word, <c>#</c> any
/// number of words, and an empty routing key has no words. Pure and thread-safe.
/// </summary>
public static class TopicPattern
{
    /// <summary>Whether the pattern matches every routing key.</summary>
    public static bool IsCatchAll(string pattern) => pattern == "#";

    /// <summary>Whether <paramref name="routingKey"/> matches <paramref name="pattern"/>.</summary>
    public static bool Matches(string pattern, string routingKey)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(routingKey);
        return Intersection(pattern, routingKey, keyIsLiteral: true) is not null;
    }

    /// <summary>A routing key that both patterns match, or null if there is none.</summary>
    public static string? CommonKey(string one, string other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return Intersection(one, other, keyIsLiteral: false);
    }

    private static string[] Words(string text) => text.Length == 0 ? [] : text.Split('.');

    private static string? Intersection(string one, string other, bool keyIsLiteral)
    {
        var left = Words(one);
        var right = Words(other);
        // Remembers the pairs of positions that lead nowhere, so that patterns full of '#' stay quadratic. What may follow
        // depends on the words taken in one respect: one empty word alone would read as no word at all, so there is no such key.
        var dead = new bool[left.Length + 1, right.Length + 1, 3];
        var words = new List<string>();
        return Walk(0, 0) ? string.Join('.', words) : null;

        int Taken() => words.Count == 0 ? 0 : words.Count == 1 && words[0].Length == 0 ? 1 : 2;

        bool Walk(int i, int j)
        {
            var taken = Taken();
            if (dead[i, j, taken]) return false;
            if (i == left.Length && j == right.Length) return taken != 1;
            var found = Step(i, j);
            if (!found) dead[i, j, taken] = true;
            return found;
        }

        bool Step(int i, int j)
        {
            var leftHash = i < left.Length && left[i] == "#";
            var rightHash = !keyIsLiteral && j < right.Length && right[j] == "#";
            if (leftHash && Walk(i + 1, j)) return true;
            if (rightHash && Walk(i, j + 1)) return true;
            if (i == left.Length || j == right.Length) return false;
            // A word that only the two '#' share is of use only if one empty word alone is not enough.
            if (leftHash && rightHash) return Taken() != 2 && Take("word", true, i, j);
            if (leftHash) return Take(right[j], keyIsLiteral, i, j + 1);
            if (rightHash) return Take(left[i], false, i + 1, j);
            var rightStar = !keyIsLiteral && right[j] == "*";
            if (left[i] == "*") return Take(right[j], keyIsLiteral, i + 1, j + 1);
            if (rightStar || left[i] == right[j]) return Take(left[i], false, i + 1, j + 1);
            return false;
        }

        bool Take(string word, bool literal, int i, int j)
        {
            words.Add(!literal && word == "*" ? "word" : word);
            if (Walk(i, j)) return true;
            words.RemoveAt(words.Count - 1);
            return false;
        }
    }
}
